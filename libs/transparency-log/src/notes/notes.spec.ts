import { createHash } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { ed25519Sign, ed25519Verify, privateKeyOf, publicBytesOf, publicKeyOf } from './ed25519.js';
import { SIGNATURE_TYPES } from './key-id.js';
import { openNote } from './open-note.js';
import { addSignatures, parseNote, signNote } from './signed-note.js';
import { SigningKey } from './signing-key.js';
import { VerifierKey, VerifierKeys } from './verifier-key.js';

/* Keys, text and signatures of the reference implementation's tests: golang.org/x/mod/sumdb/note, note_test.go. */
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const PETER_SECRET = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';
const ENOCH = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const PETER_LINE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const ENOCH_LINE =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

const malformed = expect.objectContaining({ code: 'TLOG_NOTE_MALFORMED' });
const refused = expect.objectContaining({ code: 'TLOG_KEY_REFUSED' });
const names = (note: string, keys: readonly string[]) =>
  openNote(note, new VerifierKeys(keys)).verified.map(({ key }) => key.name);

describe('Ed25519 (RFC 8032 §7.1)', () => {
  it.each([
    [
      '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ])('seed %s', (seed, publicKey, message, signature) => {
    const [key, text] = [privateKeyOf(Buffer.from(seed, 'hex')), Buffer.from(message, 'hex')];
    expect(publicBytesOf(key).toString('hex')).toBe(publicKey);
    const signed = ed25519Sign(key, text);
    expect(signed.toString('hex')).toBe(signature);
    const verifier = publicKeyOf(Buffer.from(publicKey, 'hex'));
    expect(ed25519Verify(verifier, text, signed)).toBe(true);
    expect(ed25519Verify(verifier, Buffer.concat([text, Buffer.of(0)]), signed)).toBe(false);
    expect(ed25519Verify(verifier, text, signed.subarray(1))).toBe(false);
  });
});

describe('keys', () => {
  it('are read and written', () => {
    expect(String(VerifierKey.parse(PETER))).toBe(PETER);
    expect(String(SigningKey.parse(PETER_SECRET).verifierKey)).toBe(PETER);
    const { key, secret } = SigningKey.generate('evidence.bank.example/log');
    expect(String(SigningKey.parse(secret).verifierKey)).toBe(String(key.verifierKey));
  });

  it('are refused where any of it is missing, or one character is another', () => {
    for (const [text, parse] of [
      [PETER, (one: string) => VerifierKey.parse(one)],
      [PETER_SECRET, (one: string) => SigningKey.parse(one)],
    ] as const) {
      for (let i = 0; i < text.length; i++) {
        for (const j of [i + 1, text.length - 1, text.length]) {
          if (i !== 0 || j !== text.length) expect(() => parse(text.slice(i, j))).toThrow(refused);
        }
        const next = String.fromCharCode(text.charCodeAt(i) + 1);
        expect(() => parse(text.slice(0, i) + next + text.slice(i + 1))).toThrow(refused);
      }
    }
  });

  it('are refused with a length or a type that is not known, though the id fits', () => {
    const long = 'PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==';
    const other = 'PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
    for (const text of [long, other, 'a b+00000000+AQ==', '']) {
      expect(() => VerifierKey.parse(text)).toThrow(refused);
    }
    expect(() => new SigningKey('name', Buffer.alloc(31))).toThrow(refused);
    expect(() => SigningKey.generate('with+plus')).toThrow(refused);
  });

  it('show nothing secret when printed', () => {
    const { key, secret } = SigningKey.generate('log.example');
    expect(JSON.stringify(key) + inspect(key, { depth: 9, showHidden: true })).not.toContain(
      secret.slice(-40),
    );
  });

  it('of one name and id, but not one key, are refused', () => {
    expect(new VerifierKeys([PETER, PETER, ENOCH]).all).toHaveLength(2);
    const twin = VerifierKey.parse(ENOCH);
    Object.defineProperty(twin, 'name', { value: 'PeterNeumann' });
    Object.defineProperty(twin, 'id', { value: 'c74f20a3' });
    expect(() => new VerifierKeys([PETER, twin])).toThrow(refused);
  });
});

describe('signed notes', () => {
  const note = `${TEXT}\n${PETER_LINE}${ENOCH_LINE}`;

  it('are signed byte for byte as by the reference implementation', () => {
    expect(signNote(TEXT, [SigningKey.parse(PETER_SECRET)])).toBe(`${TEXT}\n${PETER_LINE}`);
  });

  it('verify by each known key; the rest is ignored', () => {
    const opened = openNote(note, new VerifierKeys([PETER]));
    expect(opened).toMatchObject({ text: TEXT, ignored: [{ name: 'EnochRoot', keyId: 'af0cfe78' }] });
    expect(names(note, [PETER, ENOCH])).toEqual(['PeterNeumann', 'EnochRoot']);
    expect(names(`${TEXT}\n${PETER_LINE}${PETER_LINE}${ENOCH_LINE}`, [PETER])).toEqual(['PeterNeumann']);
    expect(names(Buffer.from(note) as unknown as string, [ENOCH])).toEqual(['EnochRoot']);
  });

  it('need a known key', () => {
    expect(() => names(note, [])).toThrow(
      expect.objectContaining({
        code: 'TLOG_NOTE_NOT_SIGNED',
        signers: ['PeterNeumann+c74f20a3', 'EnochRoot+af0cfe78'],
      }),
    );
    const renamed = note.replace('PeterNeumann', 'PeterNeuman');
    expect(() => names(renamed, [PETER])).toThrow(expect.objectContaining({ code: 'TLOG_NOTE_NOT_SIGNED' }));
  });

  it('are invalid as a whole where a known signature does not verify', () => {
    const bad = PETER_LINE.replace('SffcvI', 'SffcvJ');
    const invalid = expect.objectContaining({ code: 'TLOG_SIGNATURE_INVALID', key: 'PeterNeumann+c74f20a3' });
    expect(() => names(`${TEXT}\n${bad}${ENOCH_LINE}`, [PETER, ENOCH])).toThrow(invalid);
    expect(() => names(`${TEXT}\n${PETER_LINE}${bad}`, [PETER])).toThrow(invalid);
    expect(() => names(`${TEXT.replace('problem', 'problern')}\n${PETER_LINE}`, [PETER])).toThrow(invalid);
    expect(names(`${TEXT}\n${bad}${ENOCH_LINE}`, [ENOCH])).toEqual(['EnochRoot']);
  });

  it.each([
    ['no signature', TEXT],
    ['no line of signature', `${TEXT}\n`],
    ['a last line that does not end', `${TEXT}\n${PETER_LINE.slice(0, -1)}`],
    ['a control character', `\x01${TEXT}\n${PETER_LINE}`],
    ['a carriage return', `${TEXT.replaceAll('\n', '\r\n')}\n${PETER_LINE}`],
    ['a name with a space', `${TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Peter Neumann')}`],
    [
      'a name with a space that is not ASCII',
      `${TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Peter\u00a0N')}`,
    ],
    ['a name with a plus', `${TEXT}\n${PETER_LINE.replace('PeterNeumann', 'Peter+N')}`],
    ['another line', `${TEXT}\n${PETER_LINE}Unexpected line.\n`],
    ['a hyphen for the dash', `${TEXT}\n${PETER_LINE.replace('—', '-')}`],
    ['base64 with stray bits', `${TEXT}\n${PETER_LINE.replace('nAM=', 'nAN=')}`],
    ['base64 without padding', `${TEXT}\n${PETER_LINE.replace('=', '')}`],
    ['too many signatures', `${TEXT}\n${PETER_LINE.repeat(101)}`],
    ['too much text', `${'x'.repeat(1_000_000)}\n\n${PETER_LINE}`],
    ['half a surrogate pair', `\ud800${TEXT}\n${PETER_LINE}`],
  ])('are refused with %s', (_, text) => {
    expect(() => parseNote(text)).toThrow(malformed);
  });

  it('are refused as bytes that are not UTF-8', () => {
    expect(() => parseNote(Buffer.concat([Buffer.of(0xff), Buffer.from(note)]))).toThrow(malformed);
  });

  it('may have empty lines in their text', () => {
    const text = 'a\n\nb\n';
    const signed = signNote(text, [SigningKey.parse(PETER_SECRET)]);
    expect(openNote(signed, new VerifierKeys([PETER])).text).toBe(text);
  });

  it('that is changed in one bit anywhere never opens as what it was not', () => {
    const keys = new VerifierKeys([PETER]);
    const honest = Buffer.from(`${TEXT}\n${PETER_LINE}`);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: honest.length * 8 - 1 }), (bit) => {
        const changed = Uint8Array.from(honest, (byte, i) =>
          i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte,
        );
        expect(() => openNote(changed, keys)).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^TLOG_/) }),
        );
      }),
      { seed: 3, numRuns: 400 },
    );
  });

  it('are cosigned with a time', () => {
    const { key: witness } = SigningKey.generate('witness.example/w1', SIGNATURE_TYPES.cosignature);
    const signed = signNote(TEXT, [SigningKey.parse(PETER_SECRET)]);
    const cosigned = addSignatures(signed, [witness], 1_679_315_147);
    const keys = new VerifierKeys([PETER, witness.verifierKey]);
    expect(openNote(cosigned, keys).verified.map(({ at }) => at)).toEqual([null, 1_679_315_147n]);
    expect(() => addSignatures(signed, [witness])).toThrow(
      expect.objectContaining({ code: 'TLOG_INPUT_REFUSED' }),
    );

    const { signature } = parseNote(cosigned).signatures[1]!;
    const later = Buffer.from(signature);
    later.writeBigUInt64BE(1_679_315_148n);
    const lineOf = (bytes: Uint8Array) =>
      `— witness.example/w1 ${Buffer.concat([Buffer.from(witness.verifierKey.id, 'hex'), bytes]).toString('base64')}\n`;
    const invalid = expect.objectContaining({ code: 'TLOG_SIGNATURE_INVALID' });
    expect(() => openNote(signed + lineOf(later), keys)).toThrow(invalid);
    expect(() => openNote(signed + lineOf(signature.subarray(8)), keys)).toThrow(invalid);
  });

  it('sign by the id of the key: SHA-256 over name, newline, type and public key', () => {
    const key = VerifierKey.parse(PETER);
    const input = Buffer.concat([Buffer.from('PeterNeumann\n\x01'), key.publicKey]);
    expect(key.id).toBe(createHash('sha256').update(input).digest('hex').slice(0, 8));
  });
});
