import type { Theme } from '@mui/material';

/** What a chart draws: one colour, and a name for people. */
export interface Series {
  readonly key: string;
  readonly label: string;
  readonly tone: Tone;
}

export type Tone = 'success' | 'warning' | 'error' | 'info' | 'primary' | 'quiet';

/** One place on the axis. */
export interface Point {
  readonly label: string;
  readonly values: Readonly<Record<string, number | null>>;
}

export const colourOf = (theme: Theme, tone: Tone): string =>
  tone === 'quiet' ? theme.palette.text.disabled : theme.palette[tone].main;

/** As the library wants them. */
export const flat = (points: readonly Point[]) => points.map(({ label, values }) => ({ label, ...values }));
