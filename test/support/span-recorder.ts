import { type Attributes, type Span, trace, type TracerProvider } from '@opentelemetry/api';

/** As much of an SDK as is needed to see what it would be told. */
export class SpanRecorder {
  private readonly told: unknown[] = [];

  /** For the rest of this process. */
  static install(): SpanRecorder {
    const recorder = new SpanRecorder();
    trace.disable();
    trace.setGlobalTracerProvider(recorder.provider());
    return recorder;
  }

  /** Every name, attribute, event and status of every span. */
  get text(): string {
    return JSON.stringify(this.told);
  }

  private provider(): TracerProvider {
    const tell = (...what: unknown[]) => void this.told.push(what);
    const span = {
      setAttribute: (key: string, value: unknown) => tell(key, value),
      setAttributes: (attributes: Attributes) => tell(attributes),
      addEvent: (name: string, attributes?: unknown) => tell(name, attributes),
      recordException: (exception: unknown) => tell(String(exception)),
      setStatus: (status: unknown) => tell(status),
      updateName: (name: string) => tell(name),
      isRecording: () => true,
      spanContext: () => ({ traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 1 }),
      end: () => undefined,
    } as unknown as Span;
    const startSpan = (name: string, options?: { readonly attributes?: Attributes }) => {
      tell(name, options?.attributes);
      return span;
    };
    return { getTracer: () => ({ startSpan }) } as unknown as TracerProvider;
  }
}
