import {
  CONSISTENCY,
  INCLUSION,
  LEAVES,
  ROOTS,
  bytes,
  rootOf,
} from '../../../../test/support/merkle-vectors.js';
import { CompactRange } from './compact-range.js';
import { EMPTY_ROOT, leafHash, nodeHash } from './hashing.js';
import { verifyConsistency } from './verify-consistency.js';
import { verifyInclusion } from './verify-inclusion.js';

const hex = (hash: Uint8Array) => Buffer.from(hash).toString('hex');
const OTHER = bytes('abacaba000000000000000000000000000000000000000000060061e00123456');
const flip = (hash: Uint8Array, bit: number) =>
  Uint8Array.from(hash, (byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

describe('hashes of RFC 6962 (transparency-dev/merkle, rfc6962_test.go)', () => {
  it.each([
    ['empty tree', EMPTY_ROOT, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [
      'empty leaf',
      leafHash(Buffer.alloc(0)),
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    ],
    [
      'leaf',
      leafHash(Buffer.from('L123456')),
      '395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56',
    ],
    [
      'node',
      nodeHash(Buffer.from('N123'), Buffer.from('N456')),
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    ],
  ])('%s', (_, hash, expected) => {
    expect(hex(hash)).toBe(expected);
  });

  it('of leaves longer than what is hashed at once', () => {
    const long = Buffer.alloc(70_000, 7);
    const range = [leafHash(long), leafHash(long.subarray(0, 4095)), leafHash(long.subarray(0, 4096))];
    expect(new Set(range.map(hex)).size).toBe(3);
    expect(hex(leafHash(Buffer.alloc(0)))).toBe(hex(ROOTS[0]!));
  });

  it('roots of the first one to eight leaves', () => {
    const range = new CompactRange();
    expect(range.root()).toEqual(EMPTY_ROOT);
    const roots = LEAVES.map((leaf) => {
      range.append(leafHash(leaf));
      return hex(range.root());
    });
    expect(roots).toEqual(ROOTS.map(hex));
  });
});

describe('inclusion proofs (transparency-dev/merkle, verify_test.go)', () => {
  describe.each(INCLUSION)('of leaf $index in $size', ({ index, size, proof }) => {
    const honest = { index, size, proof, leaf: leafHash(LEAVES[index]!), root: rootOf(size) };

    it('holds', () => expect(verifyInclusion(honest)).toBe(true));

    it('holds for nothing else', () => {
      const wrong = [
        { index: index - 1 },
        { index: index + 1 },
        { index: index ^ 2 },
        { index: index + 0.5 },
        { index: index + 2 ** 53 },
        { size: size * 2 },
        { size: Math.floor(size / 2) },
        { leaf: Buffer.from('WrongLeaf') },
        { leaf: Buffer.alloc(0) },
        { root: Buffer.alloc(0) },
        { root: EMPTY_ROOT },
        { root: OTHER },
        { proof: [...proof, Buffer.alloc(0)] },
        { proof: [...proof, honest.root] },
        { proof: [Buffer.alloc(0), ...proof] },
        { proof: [honest.root, ...proof] },
        ...(proof.length > 0 ? [{ proof: proof.slice(0, -1) }, { proof: proof.slice(1) }] : []),
        ...(proof.length > 1 ? [{ proof: [proof[0]!, OTHER, ...proof.slice(1)] }] : []),
        ...proof.flatMap((_, at) =>
          [0, 3, 77, 255].map((bit) => ({
            proof: proof.map((hash, i) => (i === at ? flip(hash, bit) : hash)),
          })),
        ),
      ];
      expect(wrong.filter((change) => verifyInclusion({ ...honest, ...change }))).toEqual([]);
    });
  });

  it('there is none in an empty tree', () => {
    expect(verifyInclusion({ index: 0, size: 0, leaf: OTHER, root: EMPTY_ROOT, proof: [] })).toBe(false);
  });
});

describe('consistency proofs (transparency-dev/merkle, verify_test.go)', () => {
  describe.each(CONSISTENCY)('from $from to $to', ({ from, to, proof }) => {
    const older = { size: from, root: rootOf(from) };
    const newer = { size: to, root: rootOf(to) };

    it('holds', () => expect(verifyConsistency({ older, newer, proof })).toBe(true));

    it('holds for nothing else', () => {
      const same = from === to;
      const wrong = [
        { older: { ...older, size: from - 1 } },
        { older: { ...older, size: from + 1 } },
        { older: { ...older, size: from ^ 2 } },
        { newer: { ...newer, size: to * 2 } },
        { newer: { ...newer, size: Math.floor(to / 2) } },
        { older: { ...older, root: Buffer.from('WrongRoot') } },
        { older: { ...older, root: OTHER } },
        { newer: { ...newer, root: OTHER } },
        ...(same ? [] : [{ older: { ...older, root: newer.root }, newer: { ...newer, root: older.root } }]),
        ...(same ? [] : [{ proof: [] }, { proof: proof.slice(0, -1) }, { proof: [proof[0]!, ...proof] }]),
        { proof: [...proof, Buffer.alloc(0)] },
        { proof: [...proof, older.root] },
        { proof: [...proof, newer.root] },
        { proof: [Buffer.alloc(0), ...proof] },
        { proof: [older.root, ...proof] },
        { proof: [newer.root, ...proof] },
        ...proof.flatMap((_, at) =>
          [0, 4, 77, 255].map((bit) => ({
            proof: proof.map((hash, i) => (i === at ? flip(hash, bit) : hash)),
          })),
        ),
      ];
      expect(wrong.filter((change) => verifyConsistency({ older, newer, proof, ...change }))).toEqual([]);
    });
  });

  const empty = { size: 0, root: EMPTY_ROOT };
  const one = { size: 1, root: rootOf(1) };
  it.each([
    ['nothing is the beginning of nothing', empty, empty, [], true],
    ['nothing is the beginning of everything', empty, one, [], true],
    ['the empty tree has one root', { ...empty, root: OTHER }, one, [], false],
    ['no travel to the past', one, empty, [], false],
    ['other roots of one size', { ...one, root: OTHER }, one, [], false],
    ['no proof where one is needed', one, { size: 2, root: rootOf(2) }, [], false],
    ['a proof where none is needed, from nothing', empty, one, [OTHER], false],
    ['a proof where none is needed, of one size', one, one, [OTHER], false],
  ])('%s', (_, older, newer, proof, holds) => {
    expect(verifyConsistency({ older, newer, proof })).toBe(holds);
  });
});
