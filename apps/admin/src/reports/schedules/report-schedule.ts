import type { Actor } from '../../access/principal.js';
import type { Language } from '../../documents/language.js';
import type { Period } from '../counts/prisma-counted.js';

export const SCHEDULED_REPORTS = [
  ...(['monthly', 'volumes', 'operators', 'latency', 'errors', 'consent', 'fields', 'lifecycle'] as const),
] as const;
export type ScheduledReport = (typeof SCHEDULED_REPORTS)[number];

export const EVERY = ['day', 'week', 'month'] as const;
export type Every = (typeof EVERY)[number];

export const FILE_FORMATS = ['csv', 'pdf', 'html'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface ReportSchedule {
  readonly id: string;
  readonly application: string;
  readonly within: string | null;
  readonly report: ScheduledReport;
  readonly every: Every;
  readonly formats: readonly FileFormat[];
  readonly language: Language;
  readonly createdAt: Date;
  readonly createdBy: Actor;
  readonly endedAt: Date | null;
}

/** Without what is in it. */
export interface ReportFile {
  readonly id: string;
  readonly scheduleId: string;
  readonly period: Period;
  readonly format: FileFormat;
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
  readonly writtenAt: Date;
}

const DAY_MS = 86_400_000;

/** The last day, week (from Monday) or month, UTC, that was over at a time. */
export function lastPeriod(every: Every, at: Date): Period {
  if (every === 'month') {
    const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
    return { from: new Date(Date.UTC(year, month - 1, 1)), to: new Date(Date.UTC(year, month, 1)) };
  }
  const today = Math.floor(at.getTime() / DAY_MS) * DAY_MS;
  const days = every === 'day' ? 1 : 7;
  // 1 January 1970 was a Thursday.
  const to = every === 'day' ? today : today - ((today / DAY_MS + 3) % 7) * DAY_MS;
  return { from: new Date(to - days * DAY_MS), to: new Date(to) };
}
