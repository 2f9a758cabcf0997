import { Injectable } from '@nestjs/common';

import { CircuitBreaker } from '../client/resilience/circuit-breaker.js';
import { ConcurrencyLimit } from '../client/resilience/concurrency-limit.js';
import { type HeldToken, TokenSource } from '../client/token-source.js';
import { DqeEvents, type DqeMonitorListener } from './dqe-events.js';
import type { BreakerState } from './dqe-monitor-event.js';

/** How things stand between us and DQE. */
export interface DqeSnapshot {
  readonly breaker: BreakerState;
  /** Milliseconds until the server is tried again; 0 where the circuit is not open. */
  readonly opensForMs: number;
  /** Calls under way. */
  readonly inFlight: number;
  /** Calls that wait for a place. */
  readonly queued: number;
  /** The shared token, without its value; `null` while there is none. */
  readonly token: HeldToken | null;
}

/**
 * Shows how things stand, and tells what happens: for health checks, metrics and alerts.
 *
 * ```ts
 * monitor.subscribe((event) => event.type === 'breaker' && alert(event.to));
 * ```
 *
 * @publicApi
 */
@Injectable()
export class DqeIdmobileMonitor {
  constructor(
    private readonly breaker: CircuitBreaker,
    private readonly limit: ConcurrencyLimit,
    private readonly tokens: TokenSource,
    private readonly events: DqeEvents,
  ) {}

  snapshot(): DqeSnapshot {
    return {
      breaker: this.breaker.state,
      opensForMs: this.breaker.opensForMs,
      inFlight: this.limit.inFlight,
      queued: this.limit.queued,
      token: this.tokens.held,
    };
  }

  /** Listeners are called at once and should be quick. @returns how to stop listening */
  subscribe(listener: DqeMonitorListener): () => void {
    return this.events.subscribe(listener);
  }
}
