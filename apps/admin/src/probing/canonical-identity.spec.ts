import fc from 'fast-check';
import { canonicalIdentity } from './canonical-identity.js';

describe('canonicalIdentity', () => {
  it('is the same however it is typed', () => {
    const texts = [
      { firstName: 'Zoé', lastName: 'de la Tour' },
      { lastName: ' DE  LA TOUR ', firstName: 'zoe' },
      { firstName: 'Zoe\u0301', lastName: 'de\u00a0la tour' },
    ].map(canonicalIdentity);
    expect(new Set(texts).size).toBe(1);
  });

  it.each([
    ['another value', { firstName: 'Zoe' }, { firstName: 'Zoa' }],
    ['another field', { firstName: 'Zoe' }, { lastName: 'Zoe' }],
    ['one field more', { firstName: 'Zoe' }, { firstName: 'Zoe', gender: 'F' as const }],
    ['what runs together', { firstName: 'a","b' }, { firstName: 'a', lastName: 'b' }],
  ])('%s is another identity', (_what, one, other) => {
    expect(canonicalIdentity(one)).not.toBe(canonicalIdentity(other));
  });

  it('takes any text, also such as is no Unicode', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', '\ud800'), (text, more) =>
        canonicalIdentity({ lastName: text + more }).isWellFormed(),
      ),
    );
  });
});
