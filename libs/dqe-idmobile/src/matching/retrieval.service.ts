import { setMaxListeners } from 'node:events';

import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';

import { DqeClient, type WithJson } from '../client/dqe-client.js';
import { RetryBudget } from '../client/resilience/retry-budget.js';
import type { PendingAnswer, RetrievalAnswer } from '../client/wire-answer.js';
import { DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import { DqeError } from '../errors/dqe-error.js';
import { DqeCallError, DqeMatchSupersededError } from '../errors/dqe-errors.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import type { MatchPolicy } from '../policy/match-policy.js';
import { PolicyInForce } from '../policy/policy-in-force.js';
import { type ArrivedCallback, readCallback } from './arrived-callback.js';
import type {
  CompletionResult,
  ExpiredMatch,
  RejectedMatch,
  RetrievingMatch,
  ScoredMatch,
  UnknownCallback,
} from './match.js';
import { errorOfAnswer, errorOfFailure, NOT_SENT, PROCESS_LOST } from './match-error.js';
import type { Claim, ClaimedMatch, StrandedMatch } from './match-store.js';
import { type MovingMatch, Settlement } from './settlement.js';
import { Timeline } from './timeline.js';

type Settled = ScoredMatch | RejectedMatch | ExpiredMatch;
type Followed = Settled | RetrievingMatch;

/** The retrieval failed for good. */
interface FailedAnswer {
  readonly kind: 'failed';
  readonly errorId: string;
  readonly error: DqeCallError;
}

/** There is a result, and a policy to judge it by. */
interface Answered {
  readonly kind: 'answered';
  readonly policy: MatchPolicy;
  readonly answer: WithJson<Exclude<RetrievalAnswer, PendingAnswer>> | FailedAnswer;
}

/** There may be a result later. */
interface LaterAnswer {
  readonly kind: 'later';
  /** Why there was no answer; `null` where DQE said `pending`, or there is nothing to judge an answer by yet. */
  readonly error: DqeCallError | null;
}

const LATER: LaterAnswer = { kind: 'later', error: null };

const SESSION_OVER = '30';

/** Follows consent sessions to their end: the callback, the retrieval, and the clock. */
@Injectable()
export class RetrievalService implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('DqeIdmobile');
  private readonly stopping = new AbortController();
  /** By match. */
  private readonly following = new Map<string, Promise<Followed>>();
  private sweep: NodeJS.Timeout | null = null;
  private recovering = false;

  constructor(
    private readonly client: DqeClient,
    private readonly settlement: Settlement,
    private readonly budget: RetryBudget,
    private readonly policies: PolicyInForce,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {
    // Every retrieval under way listens to it.
    setMaxListeners(0, this.stopping.signal);
  }

  /** Takes up what was left behind, now and from time to time. */
  async onApplicationBootstrap(): Promise<void> {
    await this.recover();
    const { recoverySweepMs } = this.options;
    if (recoverySweepMs === 0) return;
    this.sweep = setInterval(() => void this.recover(), recoverySweepMs);
    this.sweep.unref();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.sweep !== null) clearInterval(this.sweep);
    this.stopping.abort();
    await Promise.allSettled(this.following.values());
  }

  /** See `MatchingService.complete`. */
  async complete(query: Readonly<Record<string, unknown>>): Promise<CompletionResult> {
    const { store, clock, retrievalToken } = this.options;
    const callback = readCallback(query);
    if (callback === null) return UNKNOWN;
    const { stateHash, tokenHash, statusHint } = callback;
    const timeline = new Timeline(clock);
    timeline.add('callback_received', { accepted: true, statusHint });
    const claim = await store.claim(stateHash, new Date(clock.now()), timeline.take(), tokenHash);
    if (!claim.claimed) return claim.matchId === null ? UNKNOWN : this.refuse(claim, callback, timeline);

    const { matchId, returnUrl } = claim.match;
    const brought = retrievalToken === 'callback' && typeof query.token === 'string';
    const match = brought ? { ...claim.match, token: query.token as string } : claim.match;
    return { ...(await this.soon(matchId, this.followBehind(match, timeline))), returnUrl };
  }

  /** Changes nothing, and tells what the first callback is told: whoever comes again may be the same customer. */
  private async refuse(
    { matchId, status, returnUrl, tokenMatches }: Extract<Claim, { claimed: false; matchId: string }>,
    { statusHint }: ArrivedCallback,
    timeline: Timeline,
  ): Promise<CompletionResult> {
    const refused = { outcome: 'refused', matchId, returnUrl } as const;
    timeline.add('callback_received', { accepted: false, statusHint, tokenMatches });
    if (status === 'consent_pending') {
      // Its time is over, or it would have been claimed. If the sweep was faster, so much the better.
      await this.settlement.expired({ matchId, from: status, timeline }).catch(unlessSuperseded);
      return { ...refused, reason: 'expired_state', status: 'expired' };
    }
    // Asked for on both sides of the write: it may begin, or end, meanwhile.
    const running = this.following.get(matchId);
    await this.options.store.record(matchId, timeline.take());
    if (status === 'expired') return { ...refused, reason: 'expired_state', status };
    if (status !== 'retrieving') return { ...refused, reason: 'used_state', status };
    const followed = running ?? this.following.get(matchId);
    // Another process follows it, and this one will not wait for what it cannot see.
    if (followed === undefined) return { ...refused, reason: 'used_state', status };
    return { ...refused, reason: 'used_state', status: (await this.soon(matchId, followed)).outcome };
  }

  /** What comes of following a match, or, after `completeWaitMs`, that it goes on. */
  private async soon(matchId: string, followed: Promise<Followed>): Promise<Followed> {
    const { clock, completeWaitMs } = this.options;
    const enough = new AbortController();
    const later = clock.sleep(completeWaitMs, enough.signal).then(
      () => retrieving(matchId),
      () => retrieving(matchId),
    );
    try {
      return await Promise.race([followed, later]);
    } finally {
      enough.abort();
    }
  }

  /** Follows a match without making anybody wait for it; whoever wants to may. Once is enough. */
  private followBehind(match: ClaimedMatch, timeline = new Timeline(this.options.clock)): Promise<Followed> {
    const { matchId } = match;
    const already = this.following.get(matchId);
    if (already !== undefined) return already;
    const result = this.follow(match, timeline).catch((error: unknown) => {
      // A shutdown leaves the match in `retrieving`, and the next start goes on with it. Where the sweep was faster,
      // the match has expired, and nothing is wrong.
      if (!this.stopping.signal.aborted && !(error instanceof DqeMatchSupersededError)) {
        const what = error instanceof DqeError ? error.code : 'the store failed';
        this.logger.error(`The result of match ${matchId} could not be settled: ${what}`);
      }
      return retrieving(matchId);
    });
    this.following.set(matchId, result);
    void result.finally(() => this.following.delete(matchId));
    return result;
  }

  /** Retrieves until there is a result or the session has ended. */
  private async follow(claimed: ClaimedMatch, timeline: Timeline): Promise<Settled> {
    const { clock, pendingBackoffMs } = this.options;
    const { matchId, operator } = claimed;
    const match: MovingMatch = { matchId, operator, from: 'retrieving', timeline };
    const startedAt = clock.now();
    let pause = pendingBackoffMs.first;
    for (let attempt = 1; ; attempt += 1) {
      const left = claimed.expiresAt.getTime() - clock.now();
      if (left <= 0) return this.settlement.expired(match);
      const retrieved = await this.retrieve(claimed);
      if (retrieved.kind === 'answered') {
        const { answer, policy } = retrieved;
        const errorId = 'errorId' in answer ? answer.errorId : null;
        timeline.add('retrieved', { attempt, answer: answer.kind, errorId }, startedAt);
        return this.settle(match, policy, operator, answer);
      }
      this.stopping.signal.throwIfAborted();
      const { error } = retrieved;
      const wait = error === null ? pause : this.pauseAfter(error, pause);
      await clock.sleep(Math.min(wait, Math.max(1, left)), this.stopping.signal);
      pause = Math.min(pause * 2, pendingBackoffMs.longest);
    }
  }

  /** A retrieval is not billed: one that failed for the moment is worth another, as one that is pending. */
  private async retrieve(claimed: ClaimedMatch): Promise<Answered | LaterAnswer> {
    // First: DQE may tell the result of a session once, and scores that nobody could judge would be lost.
    const policy = await this.policies.read().catch(() => null);
    if (policy === null) return LATER;
    try {
      const answer = await this.client.retrieve(claimed, claimed.expiresAt.getTime(), this.stopping.signal);
      return answer.kind === 'pending' ? LATER : { kind: 'answered', policy, answer };
    } catch (error) {
      if (!(error instanceof DqeCallError)) throw error;
      if (error.retryable) return { kind: 'later', error };
      return { kind: 'answered', policy, answer: { kind: 'failed', errorId: error.code, error } };
    }
  }

  /**
   * Milliseconds to wait after a failure: as long as the server, or our circuit breaker, asks, and a random part of the
   * usual pause on top, so that the sessions do not come back in step. Where the budget of repetitions is spent, the
   * session is not given up, because its match may have been billed; it is tried seldom.
   */
  private pauseAfter({ retryAfterMs }: DqeCallError, pause: number): number {
    const { retries, random, pendingBackoffMs } = this.options;
    const spent = retries !== false && !this.budget.spend();
    const jittered = spent
      ? pendingBackoffMs.longest
      : Math.max(pendingBackoffMs.first, Math.ceil(random() * pause));
    return (retryAfterMs ?? 0) + jittered;
  }

  private settle(
    match: MovingMatch,
    policy: MatchPolicy,
    operator: string | null,
    answer: Answered['answer'],
  ): Promise<Settled> {
    if (answer.kind === 'scores')
      return this.settlement.scored(match, policy, operator, answer.scores, answer.json);
    if (answer.kind === 'failed') return this.settlement.rejected(match, errorOfFailure(answer.error));
    // protocol.md §6: a session lives no longer than its token.
    if (answer.errorId === SESSION_OVER) return this.settlement.expired(match);
    return this.settlement.rejected(match, errorOfAnswer(answer), answer.json);
  }

  /** One search at a time; each match found is settled, or followed, on its own. */
  private async recover(): Promise<void> {
    if (this.recovering || this.stopping.signal.aborted) return;
    this.recovering = true;
    try {
      const { store, clock } = this.options;
      await this.settlement.saveLate();
      for (const stranded of await store.stranded(new Date(clock.now()))) await this.rescue(stranded);
    } catch {
      this.logger.error(
        'Matches that were left behind could not be settled: the store failed. The next sweep tries again.',
      );
    } finally {
      this.recovering = false;
    }
  }

  private async rescue(stranded: StrandedMatch): Promise<void> {
    if (stranded.need === 'interrupted') return void this.followBehind(stranded.match);
    await this.endOf(stranded).then(() => undefined, unlessSuperseded);
  }

  private endOf(stranded: Exclude<StrandedMatch, { need: 'interrupted' }>): Promise<unknown> {
    const { matchId, createdAt } = stranded;
    const timeline = new Timeline(this.options.clock, createdAt.getTime());
    if (stranded.need === 'overdue') {
      return this.settlement.expired({ matchId, from: stranded.status, timeline });
    }
    const match = { matchId, from: 'requested', timeline } as const;
    return stranded.neverSent === true
      ? this.settlement.rejected(match, NOT_SENT)
      : this.settlement.unknown(match, PROCESS_LOST);
  }
}

const UNKNOWN: UnknownCallback = Object.freeze<UnknownCallback>({
  ...{ outcome: 'refused', reason: 'unknown_state', matchId: null, status: null, returnUrl: null },
});

const retrieving = (matchId: string): RetrievingMatch => ({ outcome: 'retrieving', matchId });

function unlessSuperseded(error: unknown): void {
  if (!(error instanceof DqeMatchSupersededError)) throw error;
}
