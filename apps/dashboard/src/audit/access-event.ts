import type { ActorIdentity } from '../records/actor.tsx';

export const OUTCOMES = ['allowed', 'refused', 'failed'] as const;

/** What the record says of one access. */
export interface AccessEvent {
  readonly id: string;
  readonly at: string;
  readonly actor: ActorIdentity;
  readonly application: string | null;
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string | null } | null;
  readonly outcome: (typeof OUTCOMES)[number];
  readonly permission: string | null;
  readonly requestId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}
