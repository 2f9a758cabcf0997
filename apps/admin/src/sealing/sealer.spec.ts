import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { AdminSecrets } from '../config/admin-secrets.js';
import type { MasterKey } from '../config/environment.values.js';
import { SealedValueError } from './sealed-value.error.js';
import { Sealer } from './sealer.js';

const key = (id: string): MasterKey => ({ id, key: randomBytes(32) });
const K1 = key('k1');
const K2 = key('k2');

function sealer(masterKeys: readonly MasterKey[], authSecret = 'a'.repeat(32)): Sealer {
  return new Sealer(
    new AdminSecrets({
      masterKeys,
      authSecret,
      evidenceSigningKeys: [randomBytes(32)],
      bootstrapKeyHash: randomBytes(32),
      bootstrapKey: { from: 'environment' },
    }),
  );
}

function faultOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return error instanceof SealedValueError ? error.fault : 'another error';
  }
  return undefined;
}

const text = fc.string({ unit: 'binary', maxLength: 200 });
const place = fc
  .tuple(fc.constantFrom('matches.identity', 'matches.number'), fc.uuid())
  .map((p) => p.join(':'));

describe('Sealer', () => {
  const one = sealer([K1]);

  it('opens what it sealed, at the same place', () => {
    fc.assert(fc.property(text, place, (t, p) => one.open(one.seal(t, p), p) === t));
  });

  it('never gives the same envelope twice, and shows nothing of the text', () => {
    const secret = 'Marie Curie 1867-11-07';
    const [a, b] = [one.seal(secret, 'x:1'), one.seal(secret, 'x:1')];
    expect(Buffer.from(a).equals(Buffer.from(b))).toBe(false);
    expect(Buffer.from(a).toString('latin1')).not.toContain('Marie');
  });

  it('refuses an envelope with any bit changed', () => {
    fc.assert(
      fc.property(text, fc.nat(), fc.integer({ min: 0, max: 7 }), (t, at, bit) => {
        const envelope = one.seal(t, 'x:1');
        const i = at % envelope.length;
        envelope[i] = envelope[i]! ^ (1 << bit);
        return faultOf(() => one.open(envelope, 'x:1')) !== undefined;
      }),
      { numRuns: 500 },
    );
  });

  it('refuses every truncation, and bytes that were never an envelope', () => {
    const envelope = one.seal('0123456789', 'x:1');
    for (let length = 0; length < envelope.length; length++) {
      expect(faultOf(() => one.open(envelope.subarray(0, length), 'x:1'))).toMatch(
        /not_an_envelope|not_authentic/,
      );
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (b) => {
        const fault = faultOf(() => one.open(b, 'x:1'));
        return fault !== undefined && fault !== 'another error';
      }),
    );
  });

  it.each(['x:2', 'y:1', 'x', 'x:1 '])('refuses an envelope moved from x:1 to %j', (elsewhere) => {
    expect(faultOf(() => one.open(one.seal('text', 'x:1'), elsewhere))).toBe('not_authentic');
  });

  it('opens with an older key after rotation, and names a key that is gone', () => {
    const old = one.seal('text', 'x:1');
    const rotated = sealer([K2, K1]);
    expect(rotated.open(old, 'x:1')).toBe('text');
    const fresh = rotated.seal('text', 'x:1');
    expect(faultOf(() => one.open(fresh, 'x:1'))).toBe('unknown_key');
    expect(() => one.open(fresh, 'x:1')).toThrow(expect.objectContaining({ keyId: 'k2' }));
    expect(faultOf(() => sealer([{ id: 'k1', key: randomBytes(32) }]).open(old, 'x:1'))).toBe(
      'not_authentic',
    );
  });
});

describe('Sealer.blindIndex', () => {
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

  it('is 32 bytes, equal for equal values, and survives the rotation of master keys', () => {
    const before = sealer([K1]).blindIndex('matches.number', '+33612345678');
    const after = sealer([K2, K1]).blindIndex('matches.number', '+33612345678');
    expect(before).toHaveLength(32);
    expect(hex(after)).toBe(hex(before));
  });

  it('differs by purpose, by value and by AUTH_SECRET', () => {
    const s = sealer([K1]);
    const all = [
      s.blindIndex('a', 'v'),
      s.blindIndex('b', 'v'),
      s.blindIndex('a', 'w'),
      sealer([K1], 'b'.repeat(32)).blindIndex('a', 'v'),
    ].map(hex);
    expect(new Set(all).size).toBe(all.length);
  });
});
