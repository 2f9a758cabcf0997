import { validate, version } from 'uuid';
import { firstIdAbout, firstIdOf, timeId } from './time-id.js';

it('is a UUIDv7 whose order is that of time, and within a millisecond that of making', () => {
  const now = Date.UTC(2026, 0, 31);
  const ids = [now, now, now, now + 1, now + 1].map(timeId);
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect([...ids].sort()).toEqual(ids);
});

it('is greater than that of every match of its millisecond, which has the lower half', () => {
  const times = Array.from({ length: 200 }, (_, i) => Date.UTC(2031, 0, 1) + i);
  expect(times.map(timeId).filter((id) => !/^[89ab]$/.test(id.charAt(15)))).toEqual([]);
});

it('the first id of a time is before all of it, and after all before it', () => {
  const now = Date.UTC(2030, 0, 1);
  const [before, within] = [timeId(now - 1), timeId(now)];
  const first = firstIdOf(new Date(now));
  expect([version(first), before < first, first < within]).toEqual([7, true, true]);
  expect(validate(firstIdOf(new Date('0001-01-01T00:00:00Z')))).toBe(true);
  expect(validate(firstIdOf(new Date('9999-12-31T00:00:00Z')))).toBe(true);
});

describe('the smallest id of what may be about something', () => {
  const DAY_MS = 86_400_000;

  it('is a month older than it is', () => {
    const at = Date.parse('2026-05-20T10:00:00Z');
    expect(firstIdAbout(timeId(at))).toBe(firstIdOf(new Date(at - 31 * DAY_MS)));
  });

  it('is not in the time to come, whatever clock the id is of', () => {
    expect(firstIdAbout(timeId(Date.now() + 400 * DAY_MS)) < timeId(Date.now() - 30 * DAY_MS)).toBe(true);
  });

  it.each(['f47ac10b-58cc-4372-a567-0e02b2c3d479', 'settings', ''])('leaves nothing out for %j', (id) => {
    expect(firstIdAbout(id)).toMatch(/^00000000-0000-7/);
  });
});
