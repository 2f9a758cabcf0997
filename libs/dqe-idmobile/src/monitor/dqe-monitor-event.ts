import type { DqeErrorCode } from '../errors/dqe-error.js';
import type { DqeCall } from '../errors/dqe-errors.js';
import type { MatchStatus } from '../matching/match-state-machine.js';
import type { VerdictResult } from '../policy/evaluate.js';

/** `half_open`: one call is under way to see whether the server is back. `off`: the option is `false`. */
export type BreakerState = 'closed' | 'open' | 'half_open' | 'off';

/** The circuit breaker changed its state. */
export interface BreakerChanged {
  readonly type: 'breaker';
  readonly at: Date;
  readonly from: BreakerState;
  readonly to: BreakerState;
}

/** One attempt of one call ended, or was turned away. */
export interface CallFinished {
  readonly type: 'call';
  readonly at: Date;
  readonly call: DqeCall;
  /** `ok`: there was an answer, be it an error of DQE's. Otherwise what was thrown. */
  readonly outcome: 'ok' | DqeErrorCode | 'failed';
  /** DQE's `error_id` as it came, where the answer was one. */
  readonly errorId: string | null;
  /** The operator as DQE named it, where it did. */
  readonly operator: string | null;
  /** Milliseconds of the exchange, without waiting; `null` where it was turned away and nothing was sent. */
  readonly durationMs: number | null;
}

/** A match ended, and its outcome is stored. */
export interface MatchEnded {
  readonly type: 'match';
  readonly at: Date;
  readonly status: Extract<MatchStatus, 'scored' | 'rejected' | 'expired' | 'unknown'>;
  readonly verdict: VerdictResult | null;
  readonly operator: string | null;
}

/** What can be heard of this module as it happens. Holds no personal data, no URL and no token. */
export type DqeMonitorEvent = BreakerChanged | CallFinished | MatchEnded;
