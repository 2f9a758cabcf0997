import { context, createContextKey, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';

import { DqeError } from '../errors/dqe-error.js';
import type { DqeCall } from '../errors/dqe-errors.js';

/** What a span of a call may say. There is no way to put anything else into it. */
export interface CallSpan {
  /** HTTP status of the latest response. */
  status(status: number): void;
  /** An answer was read; `errorId` where it was an error of DQE's. */
  answered(errorId: string | null): void;
}

const NAMES: Readonly<Record<DqeCall, string>> = {
  token: 'dqe.token',
  matching: 'dqe.match',
  retrieval: 'dqe.retrieve',
};

/**
 * The key by which OpenTelemetry's SDK is told to look away (`suppressTracing` of @opentelemetry/core). An
 * instrumentation of HTTP clients would put the URL into its span, and with GET the URL holds the identity.
 */
const SUPPRESS_TRACING = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** Runs a call, repetitions included, within one span. Without an SDK this costs next to nothing. */
export async function traced<T>(call: DqeCall, run: (span: CallSpan) => Promise<T>): Promise<T> {
  const span = trace.getTracer('nestjs-dqe-idmobile').startSpan(NAMES[call], { kind: SpanKind.CLIENT });
  const inside = trace.setSpan(context.active(), span).setValue(SUPPRESS_TRACING, true);
  try {
    const result = await context.with(inside, () =>
      run({
        status: (status) => span.setAttribute('http.response.status_code', status),
        answered: (errorId) =>
          span.setAttributes(
            errorId === null
              ? { 'dqe.outcome': 'answered' }
              : { 'dqe.outcome': 'refused', 'dqe.error_code': errorId },
          ),
      }),
    );
    return result;
  } catch (error) {
    const code = error instanceof DqeError ? error.code : 'failed';
    span.setAttributes({ 'dqe.outcome': 'failed', 'dqe.error_code': code });
    span.setStatus({ code: SpanStatusCode.ERROR });
    throw error;
  } finally {
    span.end();
  }
}
