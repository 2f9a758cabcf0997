import type { Actor } from '../access/principal.js';

/** What a purge did; of a dry run, what it would have done. */
export interface PurgeReport {
  /** Matches looked at. */
  readonly examined: number;
  readonly purged: number;
  /** By id of the rule. */
  readonly byRule: Readonly<Record<string, number>>;
  /** Their time is over, and a legal hold stands. */
  readonly held: number;
  /** Waiting for the end of a relationship. */
  readonly waiting: number;
  /** Of whom nothing was left. */
  readonly subjectsErased: number;
}

export const NOTHING_PURGED: PurgeReport = {
  ...{ examined: 0, purged: 0, byRule: {}, held: 0, waiting: 0, subjectsErased: 0 },
};

/** One purge. What is over, is over by the time it was started: so a dry run and the run after it say the same. */
export interface RetentionRun {
  /** UUIDv7. */
  readonly id: string;
  readonly dryRun: boolean;
  readonly state: 'running' | 'completed';
  readonly startedAt: Date;
  /** null: by itself, at night. */
  readonly startedBy: Actor | null;
  readonly endedAt: Date | null;
  readonly report: PurgeReport;
}

/** Both together. */
export const added = (one: PurgeReport, other: PurgeReport): PurgeReport => ({
  examined: one.examined + other.examined,
  purged: one.purged + other.purged,
  byRule: Object.entries(other.byRule).reduce<Record<string, number>>(
    (all, [rule, count]) => ({ ...all, [rule]: (all[rule] ?? 0) + count }),
    { ...one.byRule },
  ),
  held: one.held + other.held,
  waiting: one.waiting + other.waiting,
  subjectsErased: one.subjectsErased + other.subjectsErased,
});
