import { createHash } from 'node:crypto';
import { isIncluded } from './inclusion.ts';

const sha = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
const leafHash = (leaf: string) => sha(Buffer.of(0), Buffer.from(leaf));
const split = (size: number) => 2 ** (Math.ceil(Math.log2(size)) - 1);
/** RFC 9162 §2.1.1 and §2.1.3.1, to the letter. */
const rootOf = (leaves: readonly string[]): Buffer => {
  if (leaves.length === 1) return leafHash(leaves[0] ?? '');
  const at = split(leaves.length);
  return sha(Buffer.of(1), rootOf(leaves.slice(0, at)), rootOf(leaves.slice(at)));
};
const pathOf = (index: number, leaves: readonly string[]): Buffer[] => {
  if (leaves.length === 1) return [];
  const at = split(leaves.length);
  return index < at
    ? [...pathOf(index, leaves.slice(0, at)), rootOf(leaves.slice(at))]
    : [...pathOf(index - at, leaves.slice(at)), rootOf(leaves.slice(0, at))];
};

const LEAVES = Array.from({ length: 21 }, (_, at) => `{"event":${at}}`);

it('takes every true proof of every tree, and none that was altered', async () => {
  for (let size = 1; size <= LEAVES.length; size += 1) {
    const leaves = LEAVES.slice(0, size);
    const note = `origin\n${size}\n${rootOf(leaves).toString('base64')}\n\n— signature\n`;
    for (const [index, leaf] of leaves.entries()) {
      const proof = pathOf(index, leaves).map((hash) => hash.toString('base64'));
      const event = { pending: false, index, leaf, proof };
      expect(await isIncluded(event, note)).toBe(true);
      expect(await isIncluded({ ...event, leaf: `${leaf} ` }, note)).toBe(false);
      expect(await isIncluded({ ...event, proof: [...proof, proof[0] ?? note.slice(9, 53)] }, note)).toBe(
        false,
      );
      if (size > 1) expect(await isIncluded({ ...event, index: (index + 1) % size }, note)).toBe(false);
      if (proof.length > 0) expect(await isIncluded({ ...event, proof: proof.slice(1) }, note)).toBe(false);
    }
  }
});

it('what is not in the log yet is not proved', async () => {
  expect(await isIncluded({ pending: true, index: null, leaf: null, proof: null }, 'o\n1\nAA==\n')).toBe(
    false,
  );
});
