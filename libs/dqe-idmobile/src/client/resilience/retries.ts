import { Inject, Injectable } from '@nestjs/common';

import { DQE_OPTIONS } from '../../dqe-idmobile.constants.js';
import { DqeCallError } from '../../errors/dqe-errors.js';
import type { ResolvedDqeIdmobileOptions } from '../../options/dqe-idmobile-options.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { RetryBudget } from './retry-budget.js';

/**
 * Repeats a call that failed for the moment, where nothing was billed.
 *
 * Not by cockatiel's retry policy: its pause follows neither our clock nor our randomness, knows no `Retry-After`, and
 * cannot end with the deadline.
 */
@Injectable()
export class Retries {
  constructor(
    private readonly budget: RetryBudget,
    private readonly breaker: CircuitBreaker,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  /**
   * @param deadline milliseconds since the epoch; no pause goes beyond it
   * @throws whatever the last attempt threw
   */
  async run<T>(deadline: number, attempt: () => Promise<T>): Promise<T> {
    this.budget.earn();
    for (let failures = 1; ; failures += 1) {
      try {
        return await attempt();
      } catch (error) {
        const pause = this.pauseAfter(error, failures, deadline);
        if (pause === null) throw error;
        await this.options.clock.sleep(pause);
      }
    }
  }

  /** Milliseconds until the next attempt, or `null` for none. */
  private pauseAfter(error: unknown, failures: number, deadline: number): number | null {
    const { retries, clock, random } = this.options;
    if (retries === false || failures > retries.attempts || !mayBeRepeated(error)) return null;
    const longest = Math.min(retries.longestDelayMs, retries.firstDelayMs * 2 ** (failures - 1));
    const pause = (error.retryAfterMs ?? 0) + Math.floor(random() * longest);
    if (clock.now() + pause >= deadline || this.breaker.refusal(error.call) !== null) return null;
    return this.budget.spend() ? pause : null;
  }
}

/**
 * A token call is not billed. A matching request is, so it is repeated only where it was never written. A retrieval is
 * not billed either, and is repeated by `RetrievalService`, for as long as its session lives.
 */
function mayBeRepeated(error: unknown): error is DqeCallError {
  if (!(error instanceof DqeCallError)) return false;
  switch (error.call) {
    case 'token':
      return error.retryable && !isRefusalOfOurs(error);
    case 'matching':
      return error.code === 'DQE_UNREACHABLE' && !error.sent;
    case 'retrieval':
      return false;
  }
}

/** Who was turned away by our own limits is not to knock again at once. */
const isRefusalOfOurs = ({ code }: DqeCallError) => code === 'DQE_CIRCUIT_OPEN' || code === 'DQE_BUSY';
