import { AxiosError, type AxiosAdapter, AxiosHeaders, type InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher } from 'undici';

/** What the adapter understands beyond axios's own options. */
export interface UndiciRequestConfig {
  /** Called when the request is about to be written to an established connection. */
  onSent?: () => void;
}

type SentAwareOptions = Dispatcher.DispatchOptions & UndiciRequestConfig;

/** Tells when a request leaves the queue for the wire: from then on DQE may act on it. */
const announceSent: Dispatcher.DispatcherComposeInterceptor =
  (dispatch) => (options: SentAwareOptions, handler) =>
    dispatch(options, {
      onRequestStart: (controller, context) => {
        options.onSent?.();
        handler.onRequestStart?.(controller, context);
      },
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseStart: (...args) => handler.onResponseStart?.(...args),
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });

/**
 * An axios adapter over an undici dispatcher: HttpService, its interceptors and the ecosystem's habits stay, Node's
 * http client goes. It serves the calls of this library: text bodies both ways, `signal` for the deadline, no redirects
 * (a redirect would carry licence and token to another host), no cookies, no proxy variables.
 */
export function undiciAdapter(dispatcher: Dispatcher): AxiosAdapter {
  const wire = dispatcher.compose(announceSent);
  return async (config: InternalAxiosRequestConfig & UndiciRequestConfig) => {
    const url = new URL(config.url ?? '', config.baseURL);
    const answer = await wire.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: (config.method ?? 'get').toUpperCase(),
      headers: config.headers.toJSON() as Record<string, string>,
      body: (config.data as string | undefined) ?? null,
      signal: config.signal,
      onSent: config.onSent,
    } as Dispatcher.RequestOptions & UndiciRequestConfig);
    const response = {
      data: await readText(answer.body, config.maxContentLength ?? -1),
      status: answer.statusCode,
      statusText: '',
      headers: new AxiosHeaders(answer.headers as Record<string, string>),
      config,
    };
    if (config.validateStatus?.(response.status) === false) {
      throw new AxiosError('unexpected status', AxiosError.ERR_BAD_RESPONSE, config, undefined, response);
    }
    return response;
  };
}

async function readText(body: Dispatcher.ResponseData['body'], limit: number): Promise<string> {
  if (limit < 0) return body.text();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the body, and with it the connection.
    if (size > limit) throw new AxiosError('answer too large', ANSWER_TOO_LARGE);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export const ANSWER_TOO_LARGE = 'ERR_ANSWER_TOO_LARGE';
