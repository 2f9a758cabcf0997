import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  circuitBreaker,
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  handleWhenResult,
  type IHalfOpenAfterBackoffContext,
} from 'cockatiel';

import { DQE_OPTIONS } from '../../dqe-idmobile.constants.js';
import {
  type DqeCall,
  DqeCallError,
  DqeCircuitOpenError,
  DqeHttpStatusError,
} from '../../errors/dqe-errors.js';
import { DqeEvents } from '../../monitor/dqe-events.js';
import type { BreakerState } from '../../monitor/dqe-monitor-event.js';
import type { ResolvedDqeIdmobileOptions } from '../../options/dqe-idmobile-options.js';
import { OpenPeriod } from './open-period.js';

const STATES: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half_open',
  [CircuitState.Isolated]: 'open',
};

/** How long callers are told to stay away while a probe is under way, in milliseconds. */
const PROBE_MS = 1_000;

/** How a call ended. A value either way, so that what is no failure of the server counts as a success. */
type Ending<T> = { readonly answer: T } | { readonly error: unknown };

/**
 * Stops asking a server that is down. There is one per module, as there is one server per module.
 *
 * cockatiel keeps the state; ours are what counts as down, the clock, and that nobody waits for a probe.
 */
@Injectable()
export class CircuitBreaker {
  private readonly logger = new Logger('DqeIdmobile');
  private readonly policy: CircuitBreakerPolicy | null = null;
  private readonly period: OpenPeriod | null = null;
  private last: BreakerState = 'closed';

  constructor(
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
    private readonly events: DqeEvents,
  ) {
    const { circuitBreaker: breaker, clock } = options;
    if (breaker === false) return;
    this.period = new OpenPeriod(clock, breaker, askedToStayAway);
    this.policy = circuitBreaker(handleWhenResult(isServerDown), {
      halfOpenAfter: this.period,
      breaker: new CountBreaker({
        threshold: breaker.failureRatio,
        size: breaker.lastCalls,
        minimumNumberOfCalls: breaker.minimumCalls,
      }),
    });
    this.policy.onStateChange((state) => this.changed(STATES[state]));
  }

  get state(): BreakerState {
    return this.policy === null ? 'off' : STATES[this.policy.state];
  }

  /** Milliseconds until a probe may go out; 0 where the circuit is not open. */
  get opensForMs(): number {
    return this.state === 'open' ? (this.period?.left ?? 0) : 0;
  }

  /** Why a call would not be let through now; `null` where it would be. */
  refusal(call: DqeCall): DqeCircuitOpenError | null {
    if (this.state === 'half_open') return new DqeCircuitOpenError(call, PROBE_MS);
    return this.opensForMs > 0 ? new DqeCircuitOpenError(call, this.opensForMs) : null;
  }

  /** @throws DqeCircuitOpenError nothing was sent */
  async run<T>(call: DqeCall, exchange: () => Promise<T>): Promise<T> {
    if (this.policy === null) return exchange();
    const refusal = this.refusal(call);
    if (refusal !== null) throw refusal;
    const ending = await this.policy.execute((): Promise<Ending<T>> =>
      exchange().then(
        (answer) => ({ answer }),
        (error: unknown) => ({ error }),
      ),
    );
    if ('error' in ending) throw ending.error;
    return ending.answer;
  }

  private changed(to: BreakerState): void {
    const from = this.last;
    this.last = to;
    const line = `Circuit to DQE: ${from} -> ${to}`;
    if (to === 'open') this.logger.warn(`${line} for ${this.opensForMs} ms`);
    else this.logger.log(line);
    this.events.emit({ type: 'breaker', at: new Date(this.options.clock.now()), from, to });
  }
}

const errorOf = (ending: unknown): unknown => (ending as Partial<{ error: unknown }>).error;

/** Business answers, 4xx and answers that cannot be read come from a server that is up. */
function isServerDown(ending: unknown): boolean {
  const error = errorOf(ending);
  if (error instanceof DqeHttpStatusError) return error.status >= 500;
  return (
    error instanceof DqeCallError &&
    ['DQE_UNREACHABLE', 'DQE_TIMEOUT', 'DQE_CONNECTION_LOST'].includes(error.code)
  );
}

function askedToStayAway({ result }: IHalfOpenAfterBackoffContext): number {
  const error = 'value' in result ? errorOf(result.value) : null;
  return error instanceof DqeCallError ? (error.retryAfterMs ?? 0) : 0;
}
