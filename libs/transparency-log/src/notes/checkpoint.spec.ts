import { EMPTY_ROOT, leafHash } from '../merkle/hashing.js';
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.js';
import { SIGNATURE_TYPES } from './key-id.js';
import { addSignatures, parseNote, signNote } from './signed-note.js';
import { SigningKey } from './signing-key.js';
import { VerifierKeys } from './verifier-key.js';

/** The example of C2SP tlog-cosignature. */
const PUBLISHED = `example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
`;
const ORIGIN = 'evidence.bank.example/log';
const head = { size: 1, root: leafHash(Buffer.from('event')) };
const logKey = () => SigningKey.generate(ORIGIN).key;
const keysOf = (...keys: SigningKey[]) => new VerifierKeys(keys.map(({ verifierKey }) => verifierKey));

describe('a checkpoint', () => {
  it('is read as published', () => {
    const note = parseNote(PUBLISHED);
    const checkpoint = parseCheckpoint(note.text);
    expect(checkpoint).toMatchObject({
      origin: 'example.com/behind-the-sofa',
      size: 20852163,
      extensions: [],
    });
    expect(formatCheckpoint(checkpoint)).toBe(note.text);
    expect(note.signatures.map(({ keyId }) => keyId)).toEqual(['033de0ae', '8d66cf3f']);
    // The witness's time in the specification's example of what it signs.
    expect(Buffer.from(note.signatures[1]!.signature).readBigUInt64BE()).toBe(1679315147n);
  });

  const root = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';
  it.each([
    ['two lines', `a\n1\n`],
    ['no origin', `\n1\n${root}\n`],
    ['a leading zero', `a\n01\n${root}\n`],
    ['a sign', `a\n+1\n${root}\n`],
    ['a size that is too large', `a\n9007199254740992\n${root}\n`],
    ['a size of another alphabet', `a\n１\n${root}\n`],
    ['a root that is too short', `a\n1\nAAAA\n`],
    ['a root in other base64', `a\n1\n${root.replaceAll('/', '_')}\n`],
    ['an empty extension', `a\n1\n${root}\n\nx\n`],
    ['no last newline', `a\n1\n${root}`],
  ])('is refused with %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow(
      expect.objectContaining({ code: 'TLOG_CHECKPOINT_MALFORMED' }),
    );
  });

  it('may have extensions and be of an empty tree', () => {
    const text = formatCheckpoint({ origin: 'a', size: 0, root: EMPTY_ROOT, extensions: ['x', 'y'] });
    expect(parseCheckpoint(text)).toMatchObject({ size: 0, extensions: ['x', 'y'] });
    for (const wrong of [
      { origin: '' },
      { origin: 'a\nb' },
      { extensions: [''] },
      { size: -1 },
      { root: Buffer.alloc(1) },
    ]) {
      const checkpoint = { origin: 'a', size: 0, root: EMPTY_ROOT, extensions: [], ...wrong };
      expect(() => formatCheckpoint(checkpoint)).toThrow(
        expect.objectContaining({ code: 'TLOG_INPUT_REFUSED' }),
      );
    }
  });

  it('is opened by the old and by the new key during a rotation', () => {
    const [older, newer] = [logKey(), logKey()];
    const note = signCheckpoint(head, ORIGIN, [older, newer]);
    for (const keys of [keysOf(older), keysOf(newer), keysOf(older, newer)]) {
      expect(openCheckpoint(note, keys)).toMatchObject({
        checkpoint: { origin: ORIGIN, size: 1 },
        cosignatures: [],
      });
    }
    expect(openCheckpoint(note, keysOf(older, newer)).signatures).toHaveLength(2);
    expect(() => openCheckpoint(note, keysOf(logKey()))).toThrow(
      expect.objectContaining({ code: 'TLOG_NOTE_NOT_SIGNED' }),
    );
  });

  it('needs the log itself: a witness, or a key of another log, is not enough', () => {
    const [log, other] = [logKey(), SigningKey.generate('another.example/log').key];
    const witness = SigningKey.generate('witness.example/w1', SIGNATURE_TYPES.cosignature).key;
    const note = addSignatures(signCheckpoint(head, ORIGIN, [log]), [witness], 1_700_000_000);
    const { signatures, cosignatures } = openCheckpoint(note, keysOf(log, witness));
    expect([signatures.length, cosignatures.map(({ at }) => at)]).toEqual([1, [1_700_000_000n]]);
    const unsigned = expect.objectContaining({ code: 'TLOG_NOTE_NOT_SIGNED' });
    expect(() => openCheckpoint(note, keysOf(witness))).toThrow(unsigned);
    const foreign = signNote(parseNote(note).text, [other]);
    expect(() => openCheckpoint(foreign, keysOf(log, other))).toThrow(unsigned);
    expect(() => signCheckpoint(head, ORIGIN, [other])).toThrow(
      expect.objectContaining({ code: 'TLOG_INPUT_REFUSED' }),
    );
  });
});
