import { AsyncLocalStorage } from 'node:async_hooks';

import {
  type Attributes,
  type Context,
  context,
  type ContextManager,
  createContextKey,
  ROOT_CONTEXT,
  type Span,
  trace,
  type TracerProvider,
} from '@opentelemetry/api';

import { HurriedClock, optionsWith, wireCalls } from '../../../../test/support/dqe-calls.js';
import type { WireResponse } from '../client/wire-response.js';
import { readMatchingAnswer } from '../client/wire-answer.js';
import { readObject } from '../client/wire-json.js';
import { DqeConnectionLostError, DqeHttpStatusError } from '../errors/dqe-errors.js';

interface Recorded {
  readonly name: string;
  readonly attributes: Attributes;
  failed: boolean;
  ended: boolean;
}

/** As much of an SDK as is needed to see what it would be told. */
const recorded: Recorded[] = [];
const provider = {
  getTracer: () => ({
    startSpan: (name: string) => {
      const span: Recorded = { name, attributes: {}, failed: false, ended: false };
      recorded.push(span);
      const self = {
        setAttribute: (key: string, value: string) => Object.assign(span.attributes, { [key]: value }),
        setAttributes: (more: Attributes) => Object.assign(span.attributes, more),
        setStatus: () => (span.failed = true),
        end: () => (span.ended = true),
      };
      return self as unknown as Span;
    },
  }),
} as unknown as TracerProvider;

class Contexts implements ContextManager {
  private readonly storage = new AsyncLocalStorage<Context>();
  active = () => this.storage.getStore() ?? ROOT_CONTEXT;
  with: ContextManager['with'] = (within, run, self, ...args) =>
    this.storage.run(within, () => run.call(self as never, ...args));
  bind = <T>(_within: Context, target: T) => target;
  enable = () => this;
  disable = () => this;
}

beforeAll(() => {
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new Contexts());
});
beforeEach(() => recorded.splice(0));
afterAll(() => {
  trace.disable();
  context.disable();
});

const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

function call(answer: WireResponse | Error) {
  const suppressed: unknown[] = [];
  const { calls } = wireCalls(
    () => {
      suppressed.push(context.active().getValue(SUPPRESSED));
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    optionsWith({ clock: new HurriedClock() }),
  );
  const done = calls
    .run({
      ...{ call: 'matching', method: 'GET', deadline: Number.MAX_SAFE_INTEGER },
      read: (response) => readMatchingAnswer(readObject('matching', response)),
      parameters: { number: '0612345678', token: 'TOK1', user_infos: '{"lastname":"Curie"}' },
    })
    .catch((error: unknown) => error);
  return done.then(() => suppressed);
}

describe('the span of a call', () => {
  it('says that there was an answer, and keeps other instrumentation from saying more', async () => {
    const suppressed = await call({ status: 200, text: '{"family_name":1}' });
    expect(recorded).toEqual([
      {
        name: 'dqe.match',
        attributes: { 'dqe.outcome': 'answered', 'http.response.status_code': 200 },
        failed: false,
        ended: true,
      },
    ]);
    expect(suppressed).toEqual([true]);
    expect(context.active().getValue(SUPPRESSED)).toBeUndefined();
  });

  it('says which error of DQE’s it was', async () => {
    await call({ status: 200, text: '{"status":"error","error_id":"13","error_type":"operator of Curie"}' });
    expect(recorded[0]).toMatchObject({
      attributes: { 'dqe.outcome': 'refused', 'dqe.error_code': '13' },
      failed: false,
    });
  });

  it.each([
    [new DqeConnectionLostError('matching', new Error('Curie')), 'DQE_CONNECTION_LOST'],
    [new DqeHttpStatusError('matching', 503), 'DQE_HTTP_STATUS'],
    [new Error('0612345678'), 'failed'],
  ])('says what failed: %s', async (error, code) => {
    await call(error);
    expect(recorded[0]).toMatchObject({
      ...{ attributes: { 'dqe.outcome': 'failed', 'dqe.error_code': code }, failed: true, ended: true },
    });
  });

  it('holds nothing of the request', async () => {
    await call({ status: 200, text: 'not JSON of Curie' });
    expect(JSON.stringify(recorded)).not.toMatch(/Curie|0612345678|TOK1|dqe\.example/);
  });
});
