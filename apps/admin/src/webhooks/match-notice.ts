import type { MatchStatus, VerdictResult } from 'nestjs-dqe-idmobile';
import type { MatchEventName } from './webhook-events.js';

// ON MERGE: replace this interface by `import type { MatchNotice } from 'nestjs-dqe-idmobile'`.
/** What happened to a match, as the library hands it out: at least once, and each time with the same id. */
export interface MatchNotice {
  /** UUIDv7. */
  readonly id: string;
  readonly type: MatchEventName;
  readonly matchId: string;
  readonly at: Date;
  readonly status: MatchStatus;
  readonly verdict: VerdictResult | null;
  readonly errorId: string | null;
  readonly operator: string | null;
  readonly expiresAt: Date | null;
}
