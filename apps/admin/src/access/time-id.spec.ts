import { validate, version } from 'uuid';
import { firstIdOf, timeId } from './time-id.js';

it('is a UUIDv7 whose order is that of time, and within a millisecond that of making', () => {
  const now = Date.UTC(2026, 0, 31);
  const ids = [now, now, now, now + 1, now + 1].map(timeId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect([...ids].sort()).toEqual(ids);
});

it('the first id of a time is before all of it, and after all before it', () => {
  const now = Date.UTC(2030, 0, 1);
  const [before, within] = [timeId(now - 1), timeId(now)];
  const first = firstIdOf(new Date(now));
  expect([version(first), before < first, first < within]).toEqual([7, true, true]);
  expect(validate(firstIdOf(new Date('0001-01-01T00:00:00Z')))).toBe(true);
  expect(validate(firstIdOf(new Date('9999-12-31T00:00:00Z')))).toBe(true);
});
