import fc from 'fast-check';
import type { PersonalData } from '../matches/prisma-match-personal-data.js';
import { DEFAULT_FIELDS, inOrder, REVEAL_FIELDS, revealedOf } from './reveal-fields.js';

const data: PersonalData = {
  ...{
    matchId: 'm',
    subjectId: 's',
    erased: false,
    number: '+33600001001',
    returnUrl: 'https://shop.example/',
  },
  identity: { firstName: 'Camille', lastName: 'Martin', birthDate: '1985-04-12', email: 'c@example.com' },
  answer: { matchScore: 1 },
};

it('shows what was asked for, and nothing else', () => {
  expect(revealedOf(data, ['number'])).toEqual({ number: data.number, identity: {}, answer: null });
  expect(revealedOf(data, ['lastName', 'locality'])).toEqual({
    ...{ number: null, identity: { lastName: 'Martin' }, answer: null },
  });
  expect(revealedOf(data, ['answer'])).toEqual({ number: null, identity: {}, answer: { matchScore: 1 } });
});

it('whatever is asked for, no value of another field is shown', () => {
  const values: Readonly<Record<string, unknown>> = {
    number: data.number,
    ...data.identity,
    answer: '"matchScore"',
  };
  fc.assert(
    fc.property(fc.subarray([...REVEAL_FIELDS]), (fields) => {
      const shown = JSON.stringify(revealedOf(data, fields));
      for (const [field, value] of Object.entries(values)) {
        expect([field, shown.includes(String(value))]).toEqual([field, (fields as string[]).includes(field)]);
      }
      expect(shown).not.toContain('shop.example');
    }),
  );
});

it('the raw answer only to who asks for it', () => {
  expect(DEFAULT_FIELDS).not.toContain('answer');
  expect([...DEFAULT_FIELDS, 'answer']).toEqual(REVEAL_FIELDS);
});

it('the same fields are the same list, in whatever order they are sent', () => {
  expect(inOrder(['email', 'number'])).toEqual(inOrder(['number', 'email']));
});

it('nothing where nothing is known', () => {
  const none: PersonalData = { ...data, number: null, identity: null, answer: undefined };
  expect(revealedOf(none, REVEAL_FIELDS)).toEqual({ number: null, identity: {}, answer: null });
});
