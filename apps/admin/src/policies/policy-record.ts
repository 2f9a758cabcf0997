import type { MatchPolicy } from 'nestjs-dqe-idmobile';
import type { Actor } from '../access/principal.js';

/**
 * - `draft`: was never in force.
 * - `active`: what matches are judged by.
 * - `retired`: was in force; may be put into force again.
 */
export const POLICY_STATES = ['draft', 'active', 'retired'] as const;
export type PolicyState = (typeof POLICY_STATES)[number];

/** When a policy was put into force, the last time. */
export interface Publication {
  /** UUIDv7. */
  readonly id: string;
  readonly at: Date;
  readonly by: Actor;
  /** Of the policy that was in force until then. */
  readonly replaces: string | null;
  readonly reasonSealed: Uint8Array<ArrayBuffer> | null;
  readonly approvalId: string | null;
}

/** One version of a policy. Its rules never change. */
export interface PolicyRecord {
  /** UUIDv7. */
  readonly id: string;
  /** The same object each time it is judged by. */
  readonly policy: MatchPolicy;
  readonly state: PolicyState;
  readonly noteSealed: Uint8Array<ArrayBuffer> | null;
  readonly createdAt: Date;
  readonly createdBy: Actor;
  readonly publication: Publication | null;
}

/** As verdicts name it. */
export const nameOf = ({ name, version }: Pick<MatchPolicy, 'name' | 'version'>): string =>
  `${name}@${version}`;
