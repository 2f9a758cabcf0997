import type { ActorIdentity } from '../records/actor.tsx';

export const CLOCKS = ['settlement', 'relationship_end'] as const;
export const GROUNDS = [
  'aml',
  'legal_obligation',
  'contract',
  'consent',
  'legitimate_interest',
  'legal_claims',
] as const;

/** How long some matches are kept, counted from when, and on what ground. */
export interface Rule {
  readonly id: string;
  readonly application: string | null;
  readonly purpose: string | null;
  readonly clock: (typeof CLOCKS)[number];
  readonly days: number;
  readonly duty: boolean;
  readonly ground: (typeof GROUNDS)[number];
  readonly createdAt: string;
  readonly createdBy: ActorIdentity;
  readonly endedAt: string | null;
  readonly supersededBy: string | null;
}

/** A purge, or a count of what one would take. */
export interface Run {
  readonly id: string;
  readonly dryRun: boolean;
  readonly state: 'running' | 'completed';
  readonly startedAt: string;
  readonly startedBy: ActorIdentity;
  readonly endedAt: string | null;
  readonly report: Report;
}

export interface Report {
  readonly examined: number;
  readonly purged: number;
  readonly byRule: readonly { readonly ruleId: string; readonly purged: number }[];
  readonly held: number;
  readonly waiting: number;
  readonly subjectsErased: number;
}
