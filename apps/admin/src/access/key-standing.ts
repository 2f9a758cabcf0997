/** What decides whether a key is good. */
export interface KeyTerms {
  readonly expiresAt: Date | null;
  /** Until when it works beside the key that followed it; null where none did. */
  readonly overlapUntil: Date | null;
  readonly revokedAt: Date | null;
}

/** `replaced`: another key followed it, and it still works for a while. */
export type KeyStanding = 'active' | 'replaced' | 'expired' | 'revoked';

export const KEY_STANDINGS = ['active', 'replaced', 'expired', 'revoked'] as const satisfies KeyStanding[];

export function standingOf({ expiresAt, overlapUntil, revokedAt }: KeyTerms, now: number): KeyStanding {
  if (revokedAt !== null) return 'revoked';
  if (isOver(expiresAt, now) || isOver(overlapUntil, now)) return 'expired';
  return overlapUntil === null ? 'active' : 'replaced';
}

const isOver = (until: Date | null, now: number) => until !== null && until.getTime() <= now;
