import fc from 'fast-check';
import { InputRefusedError } from '../errors/sealed-fields-errors.js';
import { normaliseEmail } from './normalise-email.js';
import { normaliseNumber } from './normalise-number.js';

describe('normaliseNumber', () => {
  it.each(['+33612345678', '+12', '+999999999999999'])('takes %s as it is', (number) => {
    expect(normaliseNumber(number)).toBe(number);
  });

  it.each([
    '',
    '0612345678',
    '+0612345678',
    '+33 6 12',
    ' +33612345678',
    '+33612345678\n',
    '+3361234567890123',
  ])('refuses %j', (number) => {
    expect(() => normaliseNumber(number)).toThrow(InputRefusedError);
  });
});

describe('normaliseEmail', () => {
  it.each([
    ['anna@example.com', 'anna@example.com'],
    ['  Anna@Example.COM\n', 'anna@example.com'],
    ['Anna.B+shop@example.com', 'anna.b+shop@example.com'],
    ['zoe\u0308@example.com', 'zo\u00eb@example.com'],
    ['anna@M\u00dcLLER.example', 'anna@xn--mller-kva.example'],
    ['anna@mu\u0308ller.example', 'anna@xn--mller-kva.example'],
    ['anna@xn--mller-kva.example', 'anna@xn--mller-kva.example'],
    ['"a@b"@example.com', '"a@b"@example.com'],
  ])('brings %j to %j', (from, to) => {
    expect(normaliseEmail(from)).toBe(to);
  });

  it.each(['', 'anna', '@example.com', 'anna@', 'anna@exa mple.com', 'anna@ '])('refuses %j', (text) => {
    expect(() => normaliseEmail(text)).toThrow(InputRefusedError);
  });

  it('changes nothing the second time', () => {
    const domain = fc.oneof(fc.domain(), fc.constantFrom('Straße.example', 'BÜCHER.example', '日本.example'));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), domain, (local, host) => {
        fc.pre(local.trim() !== '');
        const once = normaliseEmail(`${local}@${host}`);
        return normaliseEmail(once) === once;
      }),
    );
  });
});
