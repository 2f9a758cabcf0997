import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Problem } from '../http/problem.js';
import { filterOf, ListMatchesQuery } from './list-matches.query.js';

const wrongIn = (query: Record<string, unknown>) =>
  validateSync(plainToInstance(ListMatchesQuery, query)).map(({ property }) => property);
const filter = (query: Record<string, unknown>) => filterOf(plainToInstance(ListMatchesQuery, query));

describe('a filter', () => {
  it('is empty where nothing is asked for', () => {
    expect(Object.values(filter({})).filter((value) => value !== undefined)).toEqual([]);
  });

  it('takes everything at once', () => {
    const query = {
      ...{ status: 'scored', verdict: 'match', operator: 'SFR', country: 'be', reference: 'é 1' },
      ...{ number: '0470000001', errorId: 'DQE_TIMEOUT', from: '2026-01-31', to: '2026-02-01T08:00:00Z' },
    };
    expect(wrongIn({ ...query, limit: '500' })).toEqual([]);
    expect(filter(query)).toEqual({
      ...{ status: 'scored', verdict: 'match', operator: 'SFR', country: 'BE', reference: 'é 1' },
      ...{ number: '+32470000001', errorId: 'DQE_TIMEOUT' },
      ...{ from: new Date('2026-01-31T00:00Z'), to: new Date('2026-02-01T08:00Z') },
    });
  });

  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T08:00', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T08:00:00.5', '2026-01-31T08:00:00.500Z'],
    ['2026-01-31T08:00:00Z', '2026-01-31T08:00:00.000Z'],
    ['2026-01-31T08:00+02:00', '2026-01-31T06:00:00.000Z'],
    ['2026-01-31T08:00:00-0130', '2026-01-31T09:30:00.000Z'],
  ])('reads %s as %s, whatever the zone of the machine', (from, instant) => {
    expect(wrongIn({ from })).toEqual([]);
    expect(filter({ from }).from?.toISOString()).toBe(instant);
  });

  it.each([
    '2026-W05',
    '2026-123',
    '20260131',
    '2026',
    '2026-02-30',
    '-2026-01-01',
    '2026-01-31T08',
    '2026-01-31 08:00',
    'now',
    '',
  ])('does not read %j as a time', (from) => {
    expect(wrongIn({ from, to: from })).toEqual(['from', 'to']);
  });

  it.each([
    ['0600001001', {}, '+33600001001'],
    ['+33 6 00 00 10 01', {}, '+33600001001'],
    [' 33600001001', {}, '+33600001001'],
    ['0470000001', { country: 'BE' }, '+32470000001'],
    ['+32470000001', { country: 'FR' }, '+32470000001'],
  ])('number %j %j is %s', (number, more, e164) => {
    expect(filter({ number, ...more }).number).toBe(e164);
  });

  it.each(['', 'x', '12', '+999', '06000010011'])('number %j is none', (number) => {
    expect(() => filter({ number })).toThrow(Problem);
  });

  it.each([
    { status: 'done' },
    { verdict: 'yes' },
    { country: 'ZZ' },
    { operator: 'a\u0000b' },
    { reference: '\n' },
    { reference: ['a', 'b'] },
    { reference: 'x'.repeat(201) },
    { errorId: 'a b' },
    { limit: '0' },
    { limit: '501' },
    { limit: '1.5' },
    { limit: '' },
    { cursor: ['a'] },
  ])('%j is refused', (query) => {
    expect(wrongIn(query)).toEqual(Object.keys(query));
  });
});
