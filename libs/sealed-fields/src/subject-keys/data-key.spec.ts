import { randomBytes, webcrypto } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import type { Place } from '../envelope/place.js';
import {
  InputRefusedError,
  KeyGivenBackError,
  NotAnEnvelopeError,
  NotAuthenticError,
  OtherKeyError,
  SubjectErasedError,
} from '../errors/sealed-fields-errors.js';
import { DataKey, ENVELOPE_OVERHEAD } from './data-key.js';

const nothing = () => undefined;
const keyOf = (subject = 's', bytes: Uint8Array = randomBytes(32)) =>
  new DataKey(subject, Uint8Array.from(bytes), nothing);
const HERE: Place = { table: 'customers', column: 'name', row: '42' };

const text = fc.string({ unit: 'binary', maxLength: 200 });
const word = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
const place = fc.record({ table: word, column: word, row: word });

describe('DataKey', () => {
  const key = keyOf();

  it('opens what it sealed, whatever the text and the place', () => {
    fc.assert(fc.property(text, place, (value, at) => key.open(key.seal(value, at), at) === value));
  });

  it('never gives the same envelope twice, and shows nothing of the text but its length', () => {
    fc.assert(
      fc.property(text, (value) => {
        const [a, b] = [key.seal(value, HERE), key.seal(value, HERE)];
        const length = ENVELOPE_OVERHEAD + Buffer.byteLength(value);
        return Buffer.compare(a, b) !== 0 && a.length === length && a.buffer.byteLength === length;
      }),
    );
    expect(Buffer.from(key.seal('Marie Curie', HERE)).toString('latin1')).not.toContain('Marie');
  });

  it('refuses an envelope with any single bit changed, wherever it is', () => {
    const envelope = key.seal('0123456789', HERE);
    for (let bit = 0; bit < envelope.length * 8; bit++) {
      const changed = Uint8Array.from(envelope);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      const refusal = bit < 8 ? NotAnEnvelopeError : bit < 17 * 8 ? OtherKeyError : NotAuthenticError;
      expect(() => key.open(changed, HERE)).toThrow(refusal);
    }
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 0, max: 7 }), (value, at, bit) => {
        const changed = key.seal(value, HERE);
        changed[at % changed.length]! ^= 1 << bit;
        expect(() => key.open(changed, HERE)).toThrow(/^This (is not a sealed value|value was)/);
      }),
    );
  });

  it('refuses every truncation, what is longer, and bytes that were never an envelope', () => {
    const envelope = key.seal('0123456789', HERE);
    for (let length = 0; length < envelope.length; length++) {
      const refusal = length < ENVELOPE_OVERHEAD ? NotAnEnvelopeError : NotAuthenticError;
      expect(() => key.open(envelope.subarray(0, length), HERE)).toThrow(refusal);
    }
    expect(() => key.open(Buffer.concat([envelope, Buffer.of(0)]), HERE)).toThrow(NotAuthenticError);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(() => key.open(bytes, HERE)).toThrow(/^This (is not a sealed value|value was)/);
      }),
    );
  });

  it('refuses an envelope that was moved to another table, column or row', () => {
    fc.assert(
      fc.property(text, place, place, (value, from, to) => {
        fc.pre(JSON.stringify(from) !== JSON.stringify(to));
        const envelope = key.seal(value, from);
        expect(() => key.open(envelope, to)).toThrow(NotAuthenticError);
      }),
    );
    const envelope = key.seal('value', { table: 'a', column: 'bc', row: '1' });
    expect(() => key.open(envelope, { table: 'ab', column: 'c', row: '1' })).toThrow(NotAuthenticError);
  });

  it('refuses an envelope of another subject, even one with the same data key', () => {
    const bytes = randomBytes(32);
    const envelope = keyOf('s', bytes).seal('value', HERE);
    expect(keyOf('s', bytes).open(envelope, HERE)).toBe('value');
    expect(() => keyOf('t', bytes).open(envelope, HERE)).toThrow(NotAuthenticError);
    expect(() => keyOf('t').open(envelope, HERE)).toThrow(OtherKeyError);
  });

  it('refuses text and places that UTF-8 would change, or that name nothing', () => {
    expect(() => key.seal('a\ud800', HERE)).toThrow(InputRefusedError);
    expect(() => key.seal('a', { ...HERE, row: '' })).toThrow(InputRefusedError);
    expect(() => key.open(key.seal('a', HERE), { ...HERE, column: '\udfff' })).toThrow(InputRefusedError);
  });

  it('opens the envelope another implementation made from the table in the README', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, i) => i);
    const envelope = Buffer.from(
      '0132e19fb0696c9b2a83aeb9dc577317f7a0a1a2a3a4a5a6a7a8a9aaabe5d4f90fb9ade54726983608f45e3a6012f6966c52e2031e979d4ba778bbdb756c99f1b80ae1',
      'hex',
    );
    expect(keyOf('subject-1', bytes).open(envelope, HERE)).toBe('Zoë Łukasiewicz 🜁');
  });

  it('seals what WebCrypto opens by that table', async () => {
    const { subtle } = webcrypto;
    const utf8 = (word: string) => Buffer.from(word, 'utf8');
    const prefixed = (...words: string[]) =>
      words.map((w) => Buffer.concat([Buffer.of(utf8(w).length >> 8, utf8(w).length & 255), utf8(w)]));
    const bytes = randomBytes(32);
    const envelope = keyOf('subject-1', bytes).seal('Zoë', HERE);

    const secret = await subtle.importKey('raw', bytes, 'HKDF', false, ['deriveBits']);
    const info = utf8('sealed-fields/v1/data-key');
    const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info };
    const derived = new Uint8Array(await subtle.deriveBits(hkdf, secret, 384));
    const aes = await subtle.importKey('raw', derived.subarray(0, 32), 'AES-GCM', false, ['decrypt']);
    const words = prefixed('subject-1', 'customers', 'name', '42');
    const additionalData = Buffer.concat([Buffer.of(1), derived.subarray(32), ...words]);
    const iv = envelope.subarray(17, 29);
    const opened = await subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, aes, envelope.subarray(29));
    expect(Buffer.from(opened).toString('utf8')).toBe('Zoë');
  });
});

describe('the life of a DataKey', () => {
  it('overwrites the bytes it was made of', () => {
    const bytes = randomBytes(32);
    new DataKey('s', bytes, nothing);
    expect(bytes).toEqual(Buffer.alloc(32));
  });

  it('is wiped when its last user gives it back', () => {
    const wiped: DataKey[] = [];
    const key = new DataKey('s', randomBytes(32), (one) => wiped.push(one));
    key.lend();
    key.giveBack();
    expect(key.open(key.seal('value', HERE), HERE)).toBe('value');
    expect(wiped).toEqual([]);
    key.giveBack();
    expect(() => key.seal('value', HERE)).toThrow(KeyGivenBackError);
    expect(wiped).toEqual([key]);
  });

  it('is wiped for all its users when its subject is erased', () => {
    const key = keyOf();
    key.lend();
    const envelope = key.seal('value', HERE);
    key.erase();
    expect(() => key.seal('value', HERE)).toThrow(SubjectErasedError);
    expect(() => key.open(envelope, HERE)).toThrow(SubjectErasedError);
  });

  it('prints without its bytes', () => {
    expect(inspect(keyOf(), { depth: 9, showHidden: true }) + JSON.stringify(keyOf())).not.toMatch(
      /Buffer|data/,
    );
  });
});
