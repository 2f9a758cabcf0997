import type { HttpService } from '@nestjs/axios';
import { Inject, Injectable } from '@nestjs/common';
import type { AxiosRequestConfig } from 'axios';

import { DQE_HTTP, DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import {
  type DqeCall,
  DqeConnectionLostError,
  DqeMalformedAnswerError,
  DqeTimeoutError,
  DqeUnreachableError,
} from '../errors/dqe-errors.js';
import type { DqeHttpMethod, ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { readRetryAfter } from './resilience/retry-after.js';
import { ANSWER_TOO_LARGE, EXCHANGE_ENDED, type UndiciRequestConfig } from './undici-adapter.js';
import { encodeForm, type WireParameters } from './wire-encoding.js';
import type { WireResponse } from './wire-response.js';

const PATHS: Readonly<Record<DqeCall, string>> = {
  token: '/ACCESS_TOKEN/',
  matching: '/IDMOBILE/',
  retrieval: '/GET/',
};

/** One HTTP exchange with DQE: encodes, sends, waits no longer than allowed, and says what went wrong in our words. */
@Injectable()
export class DqeTransport {
  constructor(
    @Inject(DQE_HTTP) private readonly http: HttpService,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  /**
   * @param timeoutMs milliseconds for this exchange, at most the option `timeoutMs`
   * @param signal ends the exchange early, as if its time were over
   */
  async exchange(
    call: DqeCall,
    method: DqeHttpMethod,
    parameters: WireParameters,
    timeoutMs = this.options.timeoutMs,
    signal?: AbortSignal,
  ): Promise<WireResponse> {
    const allowed = Math.max(1, Math.min(timeoutMs, this.options.timeoutMs));
    const progress = { sent: false };
    try {
      const response = await this.http.axiosRef.request<string>({
        ...this.request(call, method, parameters),
        ...(signal !== undefined && { signal }),
        endsAt: performance.now() + allowed,
        onSent: () => (progress.sent = true),
      } as AxiosRequestConfig & UndiciRequestConfig);
      const retryAfterMs = readRetryAfter(response.headers['retry-after'], this.options.clock.now());
      return { status: response.status, text: response.data, retryAfterMs };
    } catch (error) {
      const { code } = error as { code?: unknown };
      if (code === EXCHANGE_ENDED || signal?.aborted === true)
        throw new DqeTimeoutError(call, progress.sent, allowed);
      if (code === ANSWER_TOO_LARGE) {
        throw new DqeMalformedAnswerError(call, '(body)', `larger than ${this.options.maxAnswerBytes} bytes`);
      }
      throw progress.sent ? new DqeConnectionLostError(call, error) : new DqeUnreachableError(call, error);
    }
  }

  private request(call: DqeCall, method: DqeHttpMethod, parameters: WireParameters): AxiosRequestConfig {
    const form = encodeForm(parameters);
    const url = this.options.baseUrl + PATHS[call];
    // axios itself says of such a text what it is.
    return method === 'GET' ? { method, url: `${url}?${form}` } : { method, url, data: form };
  }
}
