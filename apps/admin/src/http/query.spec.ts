import 'reflect-metadata';
import { validateSync } from 'class-validator';
import { Instant, instantOf } from './query.js';

class Query {
  @Instant('When.')
  at?: string;
}
const isTaken = (at: string) => validateSync(Object.assign(new Query(), { at })).length === 0;

it.each(['0101-01-01', '2026-01-31T08:00:00+02:00', '2026-01-31T08:00', '9999-12-31T23:59:59Z'])(
  'takes %s',
  (text) => {
    expect([isTaken(text), Number.isNaN(instantOf(text).getTime())]).toEqual([true, false]);
  },
);

it.each([
  '9999-12-31T23:59:59-01:00',
  '0000-12-31T23:59:59-01:00',
  '0000-06-01T00:00:00Z',
  '2026-02-30',
  '2026-W05',
  '',
])('refuses %j: the database would', (text) => {
  expect(isTaken(text)).toBe(false);
});
