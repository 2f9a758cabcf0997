import { Inject, Injectable } from '@nestjs/common';

import { DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import type { DqeCallError } from '../errors/dqe-errors.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { type AnswerJson, answerJson } from './answer-json.js';
import { DqeCalls } from './dqe-calls.js';
import { type AccessToken, TokenSource } from './token-source.js';
import {
  type ErrorAnswer,
  type MatchingAnswer,
  readMatchingAnswer,
  readRetrievalAnswer,
  type RetrievalAnswer,
} from './wire-answer.js';
import { readObject, type WireObject } from './wire-json.js';
import { matchingParameters, retrievalParameters, type WireMatch } from './wire-request.js';

/** Told of each step of a match as it happens. */
export interface MatchTrace {
  token(kind: 'fresh' | 'shared', startedAt: number): void;
  sent(attempt: number): void;
  answered(answer: MatchingAnswer, startedAt: number): void;
}

/** An answer, and the JSON it was read from. */
export type WithJson<Answer> = Answer & { readonly json: AnswerJson };

/** The answer to a match, and the token that identifies its session. */
export interface MatchReply {
  readonly answer: MatchingAnswer;
  /** `null` where the match itself was not answered. */
  readonly json: AnswerJson | null;
  /** `null` where not even a token was given. */
  readonly token: AccessToken | null;
}

/** A consent session, as far as its result is concerned. */
export interface ConsentSession {
  readonly token: string;
  readonly operator: string | null;
}

const TOKEN_INVALID = '30';

/** The three calls of the protocol, typed. Knows nothing of matches, stores or verdicts. */
@Injectable()
export class DqeClient {
  constructor(
    private readonly calls: DqeCalls,
    private readonly tokens: TokenSource,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  /**
   * Sends a matching request, and once more with a new token if DQE calls the first one invalid (error 30). Where it was
   * never written it is repeated as well; `matchTimeoutMs` bounds it all.
   */
  async match(match: WireMatch, trace: MatchTrace): Promise<MatchReply> {
    const { clock, matchTimeoutMs, freshTokenForConsent } = this.options;
    const deadline = clock.now() + matchTimeoutMs;
    const fresh = match.redirectUri !== undefined && freshTokenForConsent;
    let sent = 0;
    const onSend = () => trace.sent((sent += 1));
    const first = await this.attempt(match, fresh, deadline, trace, onSend);
    if (first.token === null || !isTokenInvalid(first.answer)) return first;
    this.tokens.discard(first.token);
    return this.attempt(match, fresh, deadline, trace, onSend);
  }

  /** Why `match` would be turned away now; null where it would be let through. */
  refusal(): DqeCallError | null {
    return this.calls.refusal('matching');
  }

  /** Instead of `match`, where it would be turned away. */
  notTried(refusal: DqeCallError): Promise<void> {
    return this.calls.notTried(refusal);
  }

  /**
   * Asks for the result of a consent session, once. Nothing is billed, so the caller may repeat it.
   *
   * @param deadline milliseconds since the epoch
   */
  retrieve(
    session: ConsentSession,
    deadline: number,
    signal?: AbortSignal,
  ): Promise<WithJson<RetrievalAnswer>> {
    return this.calls.run({
      call: 'retrieval',
      method: this.options.httpMethod,
      parameters: retrievalParameters(this.options, session.token),
      operator: session.operator,
      deadline,
      signal,
      read: (response) => withJson(readRetrievalAnswer, readObject('retrieval', response), session.token),
    });
  }

  private async attempt(
    match: WireMatch,
    fresh: boolean,
    deadline: number,
    trace: MatchTrace,
    onSend: () => void,
  ): Promise<MatchReply> {
    const { clock, httpMethod } = this.options;
    const askedAt = clock.now();
    const token = fresh ? await this.tokens.fresh(deadline) : await this.tokens.shared(deadline);
    if (token.kind === 'error') return { answer: token, json: null, token: null };
    trace.token(fresh ? 'fresh' : 'shared', askedAt);

    const sentAt = clock.now();
    const answer = await this.calls.run({
      call: 'matching',
      method: httpMethod,
      parameters: matchingParameters(this.options, match, token.value),
      deadline,
      read: (response) => withJson(readMatchingAnswer, readObject('matching', response), token.value),
      onSend,
    });
    trace.answered(answer, sentAt);
    return { answer, json: answer.json, token };
  }
}

const withJson = <Answer>(
  read: (body: WireObject) => Answer,
  body: WireObject,
  token: string,
): WithJson<Answer> => ({ ...read(body), json: answerJson(body, token) });

const isTokenInvalid = (answer: MatchingAnswer): answer is ErrorAnswer =>
  answer.kind === 'error' && answer.errorId === TOKEN_INVALID;
