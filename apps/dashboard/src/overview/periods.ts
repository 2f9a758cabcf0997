const HOUR_MS = 3_600_000;

/** Hours, by what the picker offers. */
export const PERIODS = { day: 24, week: 168, month: 720, quarter: 2_160, year: 8_760 } as const;
export type PeriodName = keyof typeof PERIODS;

/** Up to now; from and to as the service wants them. @param now milliseconds */
export function periodOf(name: PeriodName, now: number): { readonly from: string; readonly to: string } {
  const to = Math.ceil(now / HOUR_MS) * HOUR_MS;
  return { from: new Date(to - PERIODS[name] * HOUR_MS).toISOString(), to: new Date(to).toISOString() };
}
