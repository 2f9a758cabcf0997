import { AxiosError, type AxiosAdapter, AxiosHeaders, type InternalAxiosRequestConfig } from 'axios';
import type { Dispatcher } from 'undici';

/** What the adapter understands beyond axios's own options. */
export interface UndiciRequestConfig {
  /** When the exchange has to be over, in milliseconds by `performance.now()`; waiting for a connection included. */
  endsAt?: number;
  /** Called when the request is about to be written to an established connection. */
  onSent?: () => void;
}

type Config = InternalAxiosRequestConfig & UndiciRequestConfig;
type Response = Awaited<ReturnType<AxiosAdapter>>;

/** `code` of the error where the answer is larger than `maxContentLength`. */
export const ANSWER_TOO_LARGE = 'ERR_ANSWER_TOO_LARGE';
/** `code` of the error where `endsAt` came before the answer was there. (After `signal`, axios says ERR_CANCELED.) */
export const EXCHANGE_ENDED = 'ERR_EXCHANGE_ENDED';

/**
 * An axios adapter over an undici dispatcher: HttpService, its interceptors and the ecosystem's habits stay, Node's
 * http client goes. It serves the calls of this library: text bodies both ways, no redirects (a redirect would carry
 * licence and token to another host), no cookies, no proxy variables.
 *
 * The dispatcher is told directly, and not by its `request`: an answer that is read whole, as text, needs neither a
 * stream nor the signals that guard one.
 */
export function undiciAdapter(dispatcher: Dispatcher): AxiosAdapter {
  return (config: Config) =>
    new Promise((resolve, reject) => {
      const url = new URL(config.url ?? '', config.baseURL);
      const request: Dispatcher.DispatchOptions = {
        origin: url.origin,
        path: url.pathname + url.search,
        method: (config.method ?? 'get').toUpperCase(),
        headers: config.headers.set('accept', 'application/json', false).toJSON() as Record<string, string>,
        body: (config.data as string | undefined) ?? null,
      };
      dispatcher.dispatch(request, new Exchange(config, resolve, reject));
    });
}

/** One request and its answer. Over once, whatever comes first: the answer, a failure, or the end of its time. */
class Exchange implements Dispatcher.DispatchHandler {
  private controller: Dispatcher.DispatchController | null = null;
  private over: AxiosError | null = null;
  private readonly timer: NodeJS.Timeout | null;
  private status = 0;
  private headers: AxiosHeaders | null = null;
  private readonly chunks: Buffer[] = [];
  private size = 0;

  constructor(
    private readonly config: Config,
    private readonly resolve: (response: Response) => void,
    private readonly reject: (error: Error) => void,
  ) {
    const { endsAt, signal } = config;
    this.timer =
      endsAt === undefined ? null : setTimeout(this.end, Math.max(1, Math.ceil(endsAt - performance.now())));
    signal?.addEventListener?.('abort', this.end);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // Its time was over while it waited for a connection: nothing is written.
    if (this.over !== null) controller.abort(this.over);
    else this.config.onSent?.();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.status = status;
    // Names are in lower case already, and no two alike: nothing that `set` would have to see to.
    this.headers = Object.assign(new AxiosHeaders(), headers);
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.size += chunk.length;
    const limit = this.config.maxContentLength ?? -1;
    if (limit >= 0 && this.size > limit) this.fail(new AxiosError('answer too large', ANSWER_TOO_LARGE));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.release();
    const { config, chunks, status } = this;
    const [first] = chunks;
    const body = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks);
    const headers = this.headers ?? new AxiosHeaders();
    const response = { data: body.toString('utf8'), status, statusText: '', headers, config };
    if (config.validateStatus?.(status) === false) {
      this.reject(
        new AxiosError('unexpected status', AxiosError.ERR_BAD_RESPONSE, config, undefined, response),
      );
    } else this.resolve(response);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.release();
    this.reject(error);
  }

  private readonly end = () => this.fail(new AxiosError('the exchange was ended', EXCHANGE_ENDED));

  /** Closes the connection where there is one: what may still come of the answer belongs to nobody. */
  private fail(error: AxiosError): void {
    this.release();
    this.over = error;
    this.reject(error);
    this.controller?.abort(error);
  }

  private release(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.config.signal?.removeEventListener?.('abort', this.end);
  }
}
