type Time = string | number | Date;

export interface Format {
  /** 26 Nov 2026 */
  date(time: Time): string;
  /** 26 Nov 2026, 14:03:27 */
  dateTime(time: Time): string;
  /** 14:03:27.120 */
  clock(time: Time): string;
  /** 5 minutes ago. @param now milliseconds */
  relative(time: Time, now?: number): string;
  number(value: number): string;
  /** 0.86 */
  score(value: number): string;
  /** 12 ms, 1.4 s, 3 min */
  duration(milliseconds: number): string;
  /** a, b and c */
  list(items: readonly string[]): string;
  /** France, for FR */
  country(code: string): string;
}

const STEPS = [
  ['second', 1_000, 60_000],
  ['minute', 60_000, 3_600_000],
  ['hour', 3_600_000, 86_400_000],
  ['day', 86_400_000, 30 * 86_400_000],
  ['month', 30 * 86_400_000, 365 * 86_400_000],
  ['year', 365 * 86_400_000, Infinity],
] as const;

/** British English: day before month, and 24 hours, as the French have it. */
const tagOf = (language: string) => (language === 'fr' ? 'fr-FR' : 'en-GB');

export function formatOf(language: string): Format {
  const tag = tagOf(language);
  const day = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const date = new Intl.DateTimeFormat(tag, day);
  const dateTime = new Intl.DateTimeFormat(tag, { ...day, ...time });
  const clock = new Intl.DateTimeFormat(tag, { ...time, fractionalSecondDigits: 3 });
  const ago = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  const number = new Intl.NumberFormat(tag);
  const score = new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const list = new Intl.ListFormat(tag);
  const countries = new Intl.DisplayNames(tag, { type: 'region' });
  const unit = (value: number, of: 'millisecond' | 'second' | 'minute') =>
    new Intl.NumberFormat(tag, {
      ...{ style: 'unit', unit: of, unitDisplay: 'short' },
      maximumFractionDigits: value < 10 && of !== 'millisecond' ? 1 : 0,
    }).format(value);
  return {
    date: (at) => date.format(new Date(at)),
    dateTime: (at) => dateTime.format(new Date(at)),
    clock: (at) => clock.format(new Date(at)),
    relative: (at, now = Date.now()) => {
      const difference = new Date(at).getTime() - now;
      const size = Math.abs(difference);
      const [step, length] = STEPS.find(([, , below]) => size < below) ?? STEPS[0];
      return ago.format(Math.trunc(difference / length), step);
    },
    number: (value) => number.format(value),
    score: (value) => score.format(value),
    duration: (ms) => {
      if (ms < 1_000) return unit(ms, 'millisecond');
      return ms < 120_000 ? unit(ms / 1_000, 'second') : unit(ms / 60_000, 'minute');
    },
    list: (items) => list.format(items),
    country: (code) => (/^[A-Z]{2}$/.test(code) ? (countries.of(code) ?? code) : code),
  };
}
