import { Inject, Injectable } from '@nestjs/common';

import { DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import {
  type DqeCall,
  DqeCallError,
  type DqeCircuitOpenError,
  DqeTimeoutError,
} from '../errors/dqe-errors.js';
import { DqeEvents } from '../monitor/dqe-events.js';
import type { CallFinished } from '../monitor/dqe-monitor-event.js';
import { type CallSpan, traced } from '../monitor/spans.js';
import type { DqeHttpMethod, ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { DqeTransport } from './dqe-transport.js';
import type { WireResponse } from './wire-response.js';
import { CircuitBreaker } from './resilience/circuit-breaker.js';
import { ConcurrencyLimit } from './resilience/concurrency-limit.js';
import { Retries } from './resilience/retries.js';
import type { WireParameters } from './wire-encoding.js';

/** What an answer must tell for the books: an error answer has an `errorId`, one of an operator names it. */
export interface DqeAnswer {
  readonly kind: string;
  readonly errorId?: string;
  readonly operator?: string | null;
}

/** One call of the protocol, as often as it takes. */
export interface DqeCallRequest<Answer extends DqeAnswer> {
  readonly call: DqeCall;
  readonly method: DqeHttpMethod;
  readonly parameters: WireParameters;
  /** Milliseconds since the epoch: the end of it all, waiting in the queue and between attempts included. */
  readonly deadline: number;
  /** Makes sense of the response. What it throws counts as what happened to the call. */
  readonly read: (response: WireResponse) => Answer;
  /** The operator, where it is known before the answer. */
  readonly operator?: string | null;
  /** Ends an exchange early. */
  readonly signal?: AbortSignal | undefined;
  /** Called before each attempt that gets as far as the transport. */
  readonly onSend?: () => void;
}

/**
 * Every call to DQE goes through here: repeated where that costs nothing, turned away where the server is down or we
 * are full, counted and traced.
 */
@Injectable()
export class DqeCalls {
  constructor(
    private readonly transport: DqeTransport,
    private readonly retries: Retries,
    private readonly breaker: CircuitBreaker,
    private readonly limit: ConcurrencyLimit,
    private readonly events: DqeEvents,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  run<Answer extends DqeAnswer>(request: DqeCallRequest<Answer>): Promise<Answer> {
    return traced(request.call, (span) =>
      this.retries.run(request.deadline, () => this.attempt(request, span)),
    );
  }

  /** Why a call would be turned away now; null where it would be let through. */
  refusal(call: DqeCall): DqeCircuitOpenError | null {
    return this.breaker.refusal(call);
  }

  /** Of a call that was not tried, because of this refusal: counted and traced as one that was turned away. */
  async notTried(refusal: DqeCallError): Promise<void> {
    const { call, code } = refusal;
    this.finished(call, code, null, null, null);
    await traced(call, () => Promise.reject(refusal)).catch(() => undefined);
  }

  private async attempt<Answer extends DqeAnswer>(
    request: DqeCallRequest<Answer>,
    span: CallSpan,
  ): Promise<Answer> {
    const { call } = request;
    let sentAt: number | null = null;
    const exchange = async () => {
      sentAt = this.options.clock.now();
      request.onSend?.();
      return this.exchange(request, span);
    };
    try {
      const answer = await this.admit(request, exchange);
      const operator = request.operator ?? answer.operator ?? null;
      this.finished(call, 'ok', answer.errorId ?? null, operator, sentAt);
      span.answered(answer.errorId ?? null);
      return answer;
    } catch (error) {
      const outcome = error instanceof DqeCallError ? error.code : 'failed';
      this.finished(call, outcome, null, request.operator ?? null, sentAt);
      throw error;
    }
  }

  /** Past the breaker and the limit. The breaker is asked again after the wait: the server may have gone down meanwhile. */
  private async admit<T>(
    { call, deadline }: Pick<DqeCallRequest<DqeAnswer>, 'call' | 'deadline'>,
    exchange: () => Promise<T>,
  ): Promise<T> {
    const { clock, timeoutMs, matchTimeoutMs } = this.options;
    const refusal = this.breaker.refusal(call);
    if (refusal !== null) throw refusal;
    const left = deadline - clock.now();
    // Whoever waits to the last moment is billed for an answer that comes too late.
    const longestWait = Math.max(left - timeoutMs, left / 2);
    return this.limit.run(call, longestWait, () => {
      // Sent now, it would be billed, and nobody would wait for the answer.
      if (clock.now() >= deadline) throw new DqeTimeoutError(call, false, matchTimeoutMs);
      return this.breaker.run(call, exchange);
    });
  }

  private async exchange<Answer extends DqeAnswer>(
    { call, method, parameters, deadline, signal, read }: DqeCallRequest<Answer>,
    span: CallSpan,
  ): Promise<Answer> {
    const left = deadline - this.options.clock.now();
    const response = await this.transport.exchange(call, method, parameters, left, signal);
    span.status(response.status);
    return read(response);
  }

  private finished(
    call: DqeCall,
    outcome: CallFinished['outcome'],
    errorId: string | null,
    operator: string | null,
    sentAt: number | null,
  ): void {
    const now = this.options.clock.now();
    const durationMs = sentAt === null ? null : now - sentAt;
    this.events.emit({ type: 'call', at: new Date(now), call, outcome, errorId, operator, durationMs });
  }
}
