import type { Chance } from './chance.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** How busy an hour is, UTC: asleep at night, busy at noon and after work. */
const HOURS = [
  3, 2, 1, 1, 2, 6, 18, 42, 70, 86, 92, 88, 72, 80, 88, 92, 95, 100, 84, 62, 40, 24, 12, 6,
] as const;
/** From Sunday on. */
const WEEKDAYS = [0.35, 1, 1.05, 1.1, 1.05, 0.95, 0.55] as const;
/** How much busier the last day is than the first. */
const GROWTH = 0.4;

/** When so many matches were made in the days before `now`, oldest first. */
export function demoTimes(count: number, days: number, now: number, chance: Chance): readonly number[] {
  const begin = now - days * DAY_MS;
  const slots = Array.from({ length: days * 24 }, (_, at) => {
    const start = begin + at * HOUR_MS;
    const date = new Date(start);
    const weight =
      (HOURS[date.getUTCHours()] ?? 1) *
      (WEEKDAYS[date.getUTCDay()] ?? 1) *
      (1 + (GROWTH * at) / (days * 24));
    return { start, weight };
  });
  const whole = slots.reduce((sum, { weight }) => sum + weight, 0);
  const times: number[] = [];
  let due = 0;
  for (const { start, weight } of slots) {
    due += (count * weight) / whole;
    while (times.length < Math.min(count, Math.round(due)))
      times.push(start + chance.between(0, HOUR_MS - 1));
  }
  while (times.length < count) times.push(now - chance.between(0, HOUR_MS));
  return times.sort((one, other) => one - other);
}
