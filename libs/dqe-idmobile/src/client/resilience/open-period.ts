import type { IBackoff, IHalfOpenAfterBackoffContext } from 'cockatiel';

import type { Clock } from '../../options/clock.js';

/**
 * How long a circuit stays open: `halfOpenAfterMs`, twice as long after each probe that failed, and as long as the
 * server's `Retry-After` asks; `longestOpenMs` at most.
 *
 * cockatiel measures `duration` by the system's time. Told "for ever" until our clock says it is over, and "over" from
 * then on, it follows our clock instead.
 */
export class OpenPeriod implements IBackoff<IHalfOpenAfterBackoffContext> {
  /** Milliseconds since the epoch. */
  endsAt = 0;

  constructor(
    private readonly clock: Clock,
    private readonly options: { readonly halfOpenAfterMs: number; readonly longestOpenMs: number },
    /** What the server asked for by its last answer. */
    private readonly retryAfterMs: (context: IHalfOpenAfterBackoffContext) => number,
  ) {}

  /** Milliseconds until a probe may go out. */
  get left(): number {
    return Math.max(0, this.endsAt - this.clock.now());
  }

  get duration(): number {
    return this.left === 0 ? -Infinity : Infinity;
  }

  /** The circuit opens, for the `attempt`th time in a row. */
  next(context: IHalfOpenAfterBackoffContext): this {
    const { halfOpenAfterMs, longestOpenMs } = this.options;
    const period = Math.max(halfOpenAfterMs * 2 ** (context.attempt - 1), this.retryAfterMs(context));
    this.endsAt = this.clock.now() + Math.min(period, longestOpenMs);
    return this;
  }
}
