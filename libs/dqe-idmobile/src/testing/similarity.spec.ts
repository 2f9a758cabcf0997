import fc from 'fast-check';
import { countrySimilarity, streetSimilarity } from './address-similarity.js';
import { dateSimilarity, isCalendarDate } from './date-similarity.js';
import { identityOf } from './identity.js';
import { compareIdentities, scoresAsStrings } from './scores.js';
import { bestOf, emailSimilarity, genderSimilarity, normalise, textSimilarity } from './similarity.js';
import { SANDBOX_SUBSCRIBERS } from './directory.js';

describe('textSimilarity', () => {
  it.each([
    ['D’Hérouville', "d'herouville"],
    ['Weiß', 'WEISS'],
    ['Cœlia', 'coelia'],
    ['Lefèvre-Dubœuf', 'LEFEVRE DUBOEUF'],
    ['  Van  den Broeck ', 'van den broeck'],
    ['Øster', 'oster'],
    ['فَاطِمَة', 'فاطمة'],
    ['בן־דוד', 'בן דוד'],
  ])('takes %s and %s for equal', (a, b) => {
    expect(textSimilarity(a, b)).toBe(1);
  });

  it('is the published metric, to two decimals', () => {
    // kitten -> sitting: distance 3 (Levenshtein's textbook pair), longer length 7.
    expect(textSimilarity('kitten', 'sitting')).toBe(0.57);
    expect(textSimilarity('75002', '75003')).toBe(0.8);
  });

  it('keeps 1 for what is equal', () => {
    expect(textSimilarity('a'.repeat(500), `${'a'.repeat(499)}b`)).toBe(0.99);
  });

  it('compares as they are texts of which normalising leaves nothing', () => {
    expect(textSimilarity('%', '%')).toBe(1);
    expect(textSimilarity('%', '#')).toBe(0);
  });

  it('is within 0 to 1, symmetric, and 1 for any text and itself', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const score = textSimilarity(a, b);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(textSimilarity(b, a)).toBe(score);
        expect(textSimilarity(a, a)).toBe(1);
      }),
    );
  });

  it('normalises once and for all', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (a) => normalise(normalise(a)) === normalise(a)));
  });
});

describe('what is not available', () => {
  it('is "" and never 0, whichever side is empty', () => {
    for (const compare of [
      textSimilarity,
      emailSimilarity,
      genderSimilarity,
      dateSimilarity,
      countrySimilarity,
    ]) {
      expect(compare('', '2000-01-01')).toBe('');
      expect(compare('2000-01-01', '')).toBe('');
      expect(compare('', '')).toBe('');
    }
    expect(streetSimilarity(identityOf({}), identityOf({ street_address: 'Rue X' }))).toBe('');
    expect(bestOf(['', ''])).toBe('');
    expect(bestOf(['', 0, ''])).toBe(0);
  });
});

describe('dateSimilarity', () => {
  it.each([
    ['1985-04-12', '1985-04-12', 1],
    ['1985-12-04', '1985-04-12', 0.9],
    ['1985-04-13', '1985-04-12', 0.81],
    ['1986-04-12', '1985-04-12', 0.69],
    ['2012-11-30', '1985-04-12', 0],
  ])('of %s and %s is %d', (claimed, known, score) => {
    expect(dateSimilarity(claimed, known)).toBe(score);
  });

  it('knows the calendar', () => {
    expect(isCalendarDate('2000-02-29')).toBe(true);
    expect(isCalendarDate('1900-02-29')).toBe(false);
    expect(isCalendarDate('2001-02-30')).toBe(false);
    expect(isCalendarDate('2001-13-01')).toBe(false);
    expect(isCalendarDate('01/02/2003')).toBe(false);
  });
});

describe('addresses', () => {
  it.each([
    ['12', '12 bd. victor hugo', '', 'Boulevard Victor Hugo'],
    ['', 'Bd Victor Hugo', '8', 'Boulevard Victor Hugo'],
  ])('spells out what the French write short (%s, %s)', (number, claimed, knownNumber, known) => {
    const score = streetSimilarity(
      identityOf({ number, street_address: claimed.replace(/^\d+ /, '') }),
      identityOf({ number: knownNumber, street_address: known }),
    );
    expect(score).toBe(1);
  });

  it('compares the street number where both sides give one', () => {
    const known = identityOf({ number: '12', street_address: 'Rue de la Paix' });
    expect(streetSimilarity(identityOf({ number: '12', street_address: 'R. de la Paix' }), known)).toBe(1);
    expect(
      streetSimilarity(identityOf({ number: '14', street_address: 'Rue de la Paix' }), known),
    ).toBeLessThan(1);
  });

  it('takes a country for the same in any language, and another one for another', () => {
    expect(countrySimilarity('Allemagne', 'Germany')).toBe(1);
    expect(countrySimilarity('Deutschland', 'Germany')).toBe(1);
    expect(countrySimilarity('ROYAUME-UNI', 'United Kingdom')).toBe(1);
    expect(countrySimilarity('Austria', 'Australia')).toBe(0);
    expect(countrySimilarity('Frence', 'France')).toBe(0.83);
  });
});

describe('compareIdentities', () => {
  it.each(SANDBOX_SUBSCRIBERS.map((one) => [one.number, one] as const))(
    'scores %s against themselves: 1, or "" where the operator knows nothing',
    (_number, { identity }) => {
      const { family_name, given_name, gender, birthdate, email, address } = compareIdentities(
        identity,
        identity,
      );
      const expected = (key: keyof typeof identity) => (identity[key] === '' ? '' : 1);
      expect({ family_name, given_name, gender, birthdate, email, address }).toEqual({
        family_name: expected('lastname'),
        given_name: expected('firstname'),
        gender: expected('gender'),
        birthdate: expected('birthdate'),
        email: expected('email'),
        address: {
          country: expected('country'),
          postal_code: expected('postal_code'),
          street_address: expected('street_address'),
          locality: expected('locality'),
        },
      });
    },
  );

  it('takes the better of family name and maiden name', () => {
    const known = identityOf({ lastname: 'Girard', maiden_name: 'Rousseau' });
    expect(compareIdentities(identityOf({ lastname: 'ROUSSEAU' }), known).family_name).toBe(1);
    expect(compareIdentities(identityOf({ lastname: 'Girard' }), known).family_name).toBe(1);
    expect(
      compareIdentities(identityOf({ lastname: 'Blanc', maiden_name: 'Rousseau' }), known).family_name,
    ).toBe(1);
  });

  it('writes strings the documented way', () => {
    const scores = compareIdentities(identityOf({ gender: 'M', postal_code: '75002' }), {
      ...identityOf({ gender: 'F', postal_code: '75003' }),
    });
    const strings = scoresAsStrings(scores);
    expect(strings.gender).toBe('0.0');
    expect(strings.email).toBe('');
    expect(strings.address.postal_code).toBe('0.8');
  });
});
