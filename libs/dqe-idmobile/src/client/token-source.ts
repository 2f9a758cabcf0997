import { Inject, Injectable } from '@nestjs/common';

import { DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import {
  DqeHttpStatusError,
  DqeMalformedAnswerError,
  DqeTimeoutError,
  DqeTokenRefusedError,
} from '../errors/dqe-errors.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { DqeCalls } from './dqe-calls.js';
import type { WireResponse } from './wire-response.js';
import { type ErrorAnswer, readError } from './wire-answer.js';
import { readObject, type WireObject } from './wire-json.js';
import { tokenParameters } from './wire-request.js';

/** A token as DQE issued it (protocol.md §2). Opaque. */
export interface AccessToken {
  readonly kind: 'token';
  readonly value: string;
  /** Milliseconds since the epoch, counted from before the token was asked for. */
  readonly expiresAt: number;
}

export type TokenAnswer = AccessToken | ErrorAnswer;

/** The life of the shared token, without its value; milliseconds since the epoch. */
export interface HeldToken {
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/**
 * Where tokens come from: one shared by all requests without `redirect_uri`, however many wait for it, renewed before
 * it expires; and fresh ones for consent sessions.
 */
@Injectable()
export class TokenSource {
  private current: AccessToken | null = null;
  private issuedAt = 0;
  private renewAt = 0;
  private underWay: { readonly answer: Promise<TokenAnswer>; readonly deadline: number } | null = null;

  constructor(
    private readonly calls: DqeCalls,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  /**
   * The shared token; asks for a new one at most once at a time. A refusal is handed to all who wait, and not kept.
   *
   * @param deadline until when this caller waits, in milliseconds since the epoch; the call goes on for the others
   */
  async shared(deadline = this.latest()): Promise<TokenAnswer> {
    const now = this.options.clock.now();
    if (this.current !== null && now < this.renewAt) return this.current;
    this.underWay ??= this.startRenewal();
    const { answer } = this.underWay;
    return deadline < this.underWay.deadline ? within(Math.max(1, deadline - now), answer) : answer;
  }

  /** A token of its own. @param deadline milliseconds since the epoch */
  fresh(deadline = this.latest()): Promise<TokenAnswer> {
    let askedAt = 0;
    return this.calls.run({
      call: 'token',
      method: this.options.tokenHttpMethod,
      parameters: tokenParameters(this.options),
      deadline,
      onSend: () => (askedAt = this.options.clock.now()),
      read: (response) => readToken(response, askedAt),
    });
  }

  /** The life of the shared token, while it is one. */
  get held(): HeldToken | null {
    if (this.current === null || this.options.clock.now() >= this.current.expiresAt) return null;
    return { issuedAt: this.issuedAt, expiresAt: this.current.expiresAt };
  }

  /** Forgets a token that DQE called invalid, unless another has replaced it already. */
  discard(token: AccessToken): void {
    if (this.current === token) this.current = null;
  }

  /** As long as a match may take: nobody waits longer for it. */
  private latest(): number {
    return this.options.clock.now() + this.options.matchTimeoutMs;
  }

  private startRenewal() {
    const deadline = this.latest();
    return { answer: this.renew(deadline).finally(() => (this.underWay = null)), deadline };
  }

  private async renew(deadline: number): Promise<TokenAnswer> {
    const answer = await this.fresh(deadline);
    if (answer.kind === 'token') {
      const now = this.options.clock.now();
      this.issuedAt = now;
      const margin = Math.min(this.options.tokenRenewalMarginMs, (answer.expiresAt - now) / 2);
      this.current = answer;
      this.renewAt = answer.expiresAt - margin;
    }
    return answer;
  }
}

function within<T>(timeoutMs: number, wanted: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DqeTimeoutError('token', true, timeoutMs)), timeoutMs);
    void wanted.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** @param askedAt milliseconds since the epoch; a token lives from then on at the latest */
function readToken(response: WireResponse, askedAt: number): TokenAnswer {
  const body = readTokenBody(response);
  const error = readError('token', body);
  if (error !== null) return error;
  if (typeof body.access_token !== 'string' || body.access_token === '') {
    throw new DqeMalformedAnswerError('token', 'access_token', 'missing or not a string');
  }
  return { kind: 'token', value: body.access_token, expiresAt: askedAt + readLifetimeMs(body.expires_in) };
}

/** HTTP 400 comes with no specified body (protocol.md §2); where it brings an error id, that says more. */
function readTokenBody(response: WireResponse): WireObject {
  try {
    return readObject('token', response);
  } catch (error) {
    if (error instanceof DqeHttpStatusError && error.status === 400) throw new DqeTokenRefusedError();
    throw error;
  }
}

/** `expires_in` is a string of seconds, `"300"` or `"600"` (protocol.md §2); a number is understood too. */
function readLifetimeMs(value: unknown): number {
  const seconds = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof seconds === 'number' && seconds > 0 && seconds <= 1e9) return seconds * 1000;
  throw new DqeMalformedAnswerError('token', 'expires_in', 'not a number of seconds');
}
