import { Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { DQE_ERROR_IDS, DqeIdmobileMonitor } from 'nestjs-dqe-idmobile';
import type { BreakerState, CallFinished, DqeMonitorEvent } from 'nestjs-dqe-idmobile';
import { Counter, Gauge, Histogram } from 'prom-client';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import { operatorLabel } from './operator-label.js';

const BREAKER_STATES: readonly BreakerState[] = ['closed', 'half_open', 'open', 'off'];

/** How the calls to DQE go. Labels come from closed lists, so nothing of a person can get into them. */
@Injectable()
export class DqeMetrics implements OnModuleDestroy {
  readonly #calls: Counter<'call' | 'outcome'>;
  readonly #durations: Histogram<'call' | 'outcome' | 'operator'>;
  readonly #matches: Counter<'status' | 'verdict' | 'operator'>;
  readonly #unsubscribe: () => void;

  constructor(monitor: DqeIdmobileMonitor, registry: MetricsRegistry) {
    const registers = [registry];
    this.#calls = new Counter({
      name: 'dqe_calls_total',
      help: 'Attempts of calls to DQE, those that were turned away included.',
      labelNames: ['call', 'outcome'],
      registers,
    });
    this.#durations = new Histogram({
      name: 'dqe_call_duration_seconds',
      help: 'Time of an attempt that was sent, without waiting for its place.',
      labelNames: ['call', 'outcome', 'operator'],
      buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 30],
      registers,
    });
    this.#matches = new Counter({
      name: 'dqe_matches_total',
      help: 'Matches that ended.',
      labelNames: ['status', 'verdict', 'operator'],
      registers,
    });
    new Gauge({
      name: 'dqe_breaker_state',
      help: '1 for the state the circuit breaker is in, 0 for the others.',
      labelNames: ['state'],
      registers,
      collect() {
        const { breaker } = monitor.snapshot();
        for (const state of BREAKER_STATES) this.set({ state }, state === breaker ? 1 : 0);
      },
    });
    new Gauge({
      name: 'dqe_in_flight',
      help: 'Calls to DQE under way.',
      registers,
      collect() {
        this.set(monitor.snapshot().inFlight);
      },
    });
    new Gauge({
      name: 'dqe_queue_depth',
      help: 'Calls to DQE that wait for a place.',
      registers,
      collect() {
        this.set(monitor.snapshot().queued);
      },
    });
    new Gauge({
      name: 'dqe_token_age_seconds',
      help: 'Age of the shared token; absent while there is none.',
      registers,
      collect() {
        const { token } = monitor.snapshot();
        if (token === null) this.remove();
        else this.set((Date.now() - token.issuedAt) / 1000);
      },
    });
    this.#unsubscribe = monitor.subscribe((event) => this.#count(event));
  }

  onModuleDestroy(): void {
    this.#unsubscribe();
  }

  #count(event: DqeMonitorEvent): void {
    if (event.type === 'call') {
      const { call, durationMs } = event;
      const outcome = outcomeLabel(event);
      this.#calls.inc({ call, outcome });
      if (durationMs === null) return;
      const operator = operatorLabel(event.operator);
      this.#durations.observe({ call, outcome, operator }, durationMs / 1000);
    } else if (event.type === 'match') {
      const { status, verdict } = event;
      this.#matches.inc({ status, verdict: verdict ?? 'none', operator: operatorLabel(event.operator) });
    }
  }
}

/** `ok`, an error of DQE's as `error_13`, or the code of ours. DQE may invent ids; we have one label for those. */
function outcomeLabel({ outcome, errorId }: CallFinished): string {
  if (errorId === null) return outcome;
  return Object.hasOwn(DQE_ERROR_IDS, errorId) ? `error_${errorId}` : 'error_other';
}
