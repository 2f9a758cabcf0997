import { Problem } from '../http/problem.js';
import { instantOf } from '../http/query.js';
import type { Period } from './counts/prisma-counted.js';

export const INTERVALS = ['none', 'hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const MOST_DAYS = 400;
const MOST_DAYS_BY_HOUR = 31;

/**
 * Whole hours: `from` back to the beginning of its hour, `to` on to the end of its.
 * @param now for what is left out: the last thirty days
 * @throws Problem it ends before it begins, or is too long
 */
export function periodOf(
  { from, to, interval }: { from?: string | undefined; to?: string | undefined; interval?: Interval },
  now: number,
): Period {
  const end = to === undefined ? ceilHour(now) : ceilHour(instantOf(to).getTime());
  const begin = from === undefined ? end - DEFAULT_DAYS * DAY_MS : floorHour(instantOf(from).getTime());
  if (begin >= end) {
    throw Problem.ofField('from', 'is not before `to`', 'Send a `from` that is earlier than `to`.');
  }
  const days = (end - begin) / DAY_MS;
  if (days > MOST_DAYS) {
    throw Problem.ofField('to', `is more than ${MOST_DAYS} days after \`from\``, 'Ask for a shorter period.');
  }
  if (interval === 'hour' && days > MOST_DAYS_BY_HOUR) {
    throw Problem.ofField(
      'interval',
      `is hour for more than ${MOST_DAYS_BY_HOUR} days`,
      'Send day, or ask for a shorter period.',
    );
  }
  return { from: new Date(begin), to: new Date(end) };
}

/** As long, right before. */
export const before = ({ from, to }: Period): Period => ({
  from: new Date(2 * from.getTime() - to.getTime()),
  to: from,
});

/** A month such as 2026-10, UTC. @throws Problem it is none */
export function monthOf(text: string): Period {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  if (year === undefined || month === undefined || year === '0000') {
    throw Problem.ofField('month', 'is not a month', 'Send a year and a month such as 2026-10.');
  }
  const [from, to] = [new Date(0), new Date(0)];
  from.setUTCFullYear(Number(year), Number(month) - 1, 1);
  to.setUTCFullYear(Number(year), Number(month), 1);
  return { from, to };
}

/** Every beginning of an interval there is in a period, in order. */
export function startsOf({ from, to }: Period, interval: 'hour' | 'day'): Date[] {
  const step = interval === 'hour' ? HOUR_MS : DAY_MS;
  const first = Math.floor(from.getTime() / step) * step;
  const count = Math.ceil((to.getTime() - first) / step);
  return Array.from({ length: count }, (_, at) => new Date(first + at * step));
}

const floorHour = (at: number): number => Math.floor(at / HOUR_MS) * HOUR_MS;
const ceilHour = (at: number): number => Math.ceil(at / HOUR_MS) * HOUR_MS;
