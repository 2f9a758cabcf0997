import type { ActorIdentity } from '../records/actor.tsx';

export const KINDS = ['reveal', 'erasure', 'retention', 'policy', 'verdict', 'settings'] as const;
export type ApprovalKind = (typeof KINDS)[number];
export const STATUSES = ['pending', 'approved', 'refused', 'expired', 'used'] as const;

/** A request for a second person, as the service shows it. */
export interface Approval {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly status: (typeof STATUSES)[number];
  readonly target: { readonly type: string; readonly id: string };
  readonly payload: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
  readonly requestedAt: string;
  readonly requestedBy: ActorIdentity;
  readonly expiresAt: string;
  readonly decidedAt: string | null;
  readonly decidedBy: ActorIdentity | null;
  readonly decisionReason: string | null;
  readonly usedAt: string | null;
}

export const TONES = {
  pending: 'waiting',
  approved: 'good',
  refused: 'bad',
  expired: 'plain',
  used: 'plain',
} as const;

/** Where what was approved is carried out. */
export function placeOf({ kind, target }: Approval): string {
  switch (kind) {
    case 'reveal':
    case 'verdict':
      return `/matches/${target.id}/show`;
    case 'erasure':
      return '/erasures';
    case 'retention':
      return '/retention';
    case 'settings':
      return '/settings';
    case 'policy':
      return '/policies';
  }
}
