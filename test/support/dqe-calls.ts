import { Logger } from '@nestjs/common';
import { DqeCalls } from '../../libs/dqe-idmobile/src/client/dqe-calls.js';
import type { DqeTransport } from '../../libs/dqe-idmobile/src/client/dqe-transport.js';
import { CircuitBreaker } from '../../libs/dqe-idmobile/src/client/resilience/circuit-breaker.js';
import { ConcurrencyLimit } from '../../libs/dqe-idmobile/src/client/resilience/concurrency-limit.js';
import { Retries } from '../../libs/dqe-idmobile/src/client/resilience/retries.js';
import { RetryBudget } from '../../libs/dqe-idmobile/src/client/resilience/retry-budget.js';
import { DqeEvents } from '../../libs/dqe-idmobile/src/monitor/dqe-events.js';
import type { DqeMonitorEvent } from '../../libs/dqe-idmobile/src/monitor/dqe-monitor-event.js';
import type { DqeIdmobileOptions } from '../../libs/dqe-idmobile/src/options/dqe-idmobile-options.js';
import { resolveOptions } from '../../libs/dqe-idmobile/src/options/resolve-options.js';

/** A clock that stands still until it is told otherwise; whoever sleeps is woken when his time has come. */
export class ManualClock {
  private time = 1_700_000_000_000;
  private readonly sleepers = new Set<{ readonly until: number; readonly wake: () => void }>();
  /** Every pause that was asked for, in milliseconds. */
  readonly pauses: number[] = [];

  readonly now = () => this.time;

  readonly sleep = (ms: number, signal?: AbortSignal): Promise<void> => {
    this.pauses.push(ms);
    return new Promise((resolve, reject) => {
      const sleeper = { until: this.time + ms, wake: resolve };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', () => {
        if (this.sleepers.delete(sleeper)) reject(new Error('woken'));
      });
    });
  };

  advance(ms: number): void {
    this.time += ms;
    for (const sleeper of this.sleepers) {
      if (sleeper.until > this.time) continue;
      this.sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}

/** A clock on which every pause is over at once. */
export class HurriedClock {
  private time = 1_700_000_000_000;
  readonly pauses: number[] = [];
  readonly now = () => this.time;
  readonly sleep = (ms: number): Promise<void> => {
    this.pauses.push(ms);
    this.time += ms;
    return Promise.resolve();
  };
}

/** Lets everything happen that waits for nothing but its turn. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

export const optionsWith = (more: Partial<DqeIdmobileOptions> = {}) =>
  resolveOptions({
    ...{ baseUrl: 'https://dqe.example', licence: 'L', clientSecret: 'S', partnerName: 'P' },
    ...more,
  });

/** The calls as the module wires them, over any transport. */
export function wireCalls(exchange: DqeTransport['exchange'], options: ReturnType<typeof resolveOptions>) {
  // What the breaker logs is for the tests that look at a whole application.
  Logger.overrideLogger(false);
  const events = new DqeEvents();
  const heard: DqeMonitorEvent[] = [];
  events.subscribe((event) => heard.push(event));
  const breaker = new CircuitBreaker(options, events);
  const limit = new ConcurrencyLimit(options);
  const retries = new Retries(new RetryBudget(options), breaker, options);
  const transport = { exchange } as unknown as DqeTransport;
  const calls = new DqeCalls(transport, retries, breaker, limit, events, options);
  return { calls, breaker, limit, retries, events, heard };
}
