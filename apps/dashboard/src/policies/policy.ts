import type { VerdictResult } from '../matches/match.ts';

/** The fields a policy can speak of, in the order they are shown. */
export const FIELDS = [
  ...(['familyName', 'givenName', 'birthDate', 'gender', 'email'] as const),
  ...(['address.streetAddress', 'address.postalCode', 'address.locality', 'address.country'] as const),
] as const;
export type Field = (typeof FIELDS)[number];

export interface Rule {
  readonly agreesFrom: number;
  readonly contradictsBelow: number;
  readonly weight: 'decisive' | 'supporting';
}

export type Rules = Readonly<Partial<Record<Field, Rule>>>;

export interface Actor {
  readonly kind: string;
  readonly id: string;
}

export type PolicyState = 'draft' | 'active' | 'retired';

/** One version of a policy, as the service shows it. */
export interface Policy {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** `default@2` */
  readonly policy: string;
  readonly state: PolicyState;
  readonly minimumDecisive: number;
  readonly fields: Rules;
  readonly note: string | null;
  readonly createdAt: string;
  readonly createdBy: Actor;
  readonly publication: {
    readonly at: string;
    readonly by: Actor;
    readonly replaces: string | null;
    readonly reason: string | null;
    readonly approvalId: string | null;
  } | null;
}

export interface Cell {
  readonly from: VerdictResult;
  readonly to: VerdictResult;
  readonly count: number;
  readonly sample: readonly string[];
}

export interface Comparison {
  readonly changed: number;
  readonly share: number;
  readonly cells: readonly Cell[];
}

export interface Backtest {
  readonly id: string;
  readonly policyId: string;
  readonly activeId: string;
  readonly application: string | null;
  readonly from: string;
  readonly to: string;
  readonly state: 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
  readonly progress: { readonly done: number; readonly total: number | null };
  readonly matches: number;
  readonly record: Comparison;
  readonly active: Comparison;
  readonly operators: readonly {
    readonly operator: string | null;
    readonly matches: number;
    readonly changed: number;
    readonly changedFromActive: number;
  }[];
  readonly failure: string | null;
  readonly requestedAt: string;
  readonly endedAt: string | null;
}

export const isUnderWay = ({ state }: Pick<Backtest, 'state'>) => state === 'queued' || state === 'running';

/** Key of the name of a field. */
export const labelOf = (field: Field) => `matches.scoreFields.${field.replace('.', '_')}`;

export const decisiveIn = (fields: Rules): number =>
  Object.values(fields).filter(({ weight }) => weight === 'decisive').length;
