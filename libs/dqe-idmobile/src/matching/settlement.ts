import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import { DqeMatchSupersededError, DqeStoreError } from '../errors/dqe-errors.js';
import { DqeEvents } from '../monitor/dqe-events.js';
import { MatchNoticeDispatcher } from '../notices/match-notice-dispatcher.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { evaluate } from '../policy/evaluate.js';
import type { AnswerJson } from '../client/answer-json.js';
import type { MatchPolicy } from '../policy/match-policy.js';
import type { Scores } from '../policy/scores.js';
import type { ConsentRequiredMatch, ExpiredMatch, MatchError, RejectedMatch, ScoredMatch } from './match.js';
import { canMove, type MatchStatus } from './match-state-machine.js';
import type { MatchChange, OpenedConsent, OpenedMatch, RejectedChange, UntoldChange } from './match-store.js';
import type { Timeline } from './timeline.js';

/** The match being moved: where it stands, and what has happened to it since it was last stored. */
export interface MovingMatch {
  readonly matchId: string;
  readonly from: MatchStatus;
  /** As DQE named it, once it did. */
  readonly operator?: string | null;
  readonly timeline: Timeline;
}

/** How many outcomes wait for the store at most; what is beyond is `unknown` once this process ends. */
const MOST_UNSAVED = 10_000;

interface UnsavedChange {
  readonly change: MatchChange;
  readonly operator: string | null;
}

type ChangeTo = UntoldChange extends infer Change
  ? Change extends UntoldChange
    ? Omit<Change, 'matchId' | 'from' | 'at' | 'events'>
    : never
  : never;

/** Stores how a match goes on, each time by one conditional write: the only way a match changes. */
@Injectable()
export class Settlement implements OnApplicationShutdown {
  private readonly unsaved = new Map<string, UnsavedChange>();

  constructor(
    private readonly monitored: DqeEvents,
    private readonly notices: MatchNoticeDispatcher,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  /** The last chance for outcomes that the store did not take. */
  async onApplicationShutdown(): Promise<void> {
    await this.saveLate().catch(() => undefined);
  }

  /**
   * @param policy in force when DQE was asked
   * @param answer see `MatchChange`
   */
  async scored(
    match: MovingMatch,
    policy: MatchPolicy,
    operator: string | null,
    scores: Scores,
    answer: AnswerJson | null,
  ): Promise<ScoredMatch> {
    const verdict = evaluate(scores, policy);
    match.timeline.settled({ status: 'scored', verdict: verdict.result });
    await this.move(match, { to: 'scored', operator, scores, verdict, answer });
    return { outcome: 'scored', matchId: match.matchId, operator, scores, verdict };
  }

  async consentPending(
    match: MovingMatch,
    operator: string | null,
    consent: OpenedConsent,
  ): Promise<ConsentRequiredMatch> {
    const { url, expiresAt } = consent;
    match.timeline.add('consent_opened', { operator, expiresAt: expiresAt.toISOString() });
    await this.move(match, { to: 'consent_pending', operator, consent });
    return { outcome: 'consent_required', matchId: match.matchId, operator, url, expiresAt };
  }

  /** @param answer see `MatchChange` */
  async rejected(
    match: MovingMatch,
    error: MatchError,
    answer: AnswerJson | null = null,
  ): Promise<RejectedMatch> {
    match.timeline.settled({ status: 'rejected', errorId: error.id });
    await this.move(match, { to: 'rejected', error, answer });
    return { outcome: 'rejected', matchId: match.matchId, error };
  }

  /**
   * Turned away before it was opened: one write for both, where the store knows how.
   * @throws what the store throws; then all of it is on record, or nothing
   */
  async turnedAway(opened: OpenedMatch, timeline: Timeline, error: MatchError): Promise<void> {
    const { store } = this.options;
    const match = { matchId: opened.id, from: 'requested', timeline } as const;
    if (store.openRejected === undefined) {
      await store.open(opened);
      await this.rejected(match, error);
      return;
    }
    timeline.settled({ status: 'rejected', errorId: error.id });
    const change = this.changeOf(match, { to: 'rejected', error, answer: null }) as RejectedChange;
    await store.openRejected(opened, change);
    this.announce(change, null);
  }

  /** Sent, and no answer was had. DQE may have billed it: not to be repeated before somebody has asked there. */
  async unknown(match: MovingMatch, error: MatchError): Promise<void> {
    match.timeline.settled({ status: 'unknown', errorId: error.id });
    await this.move(match, { to: 'unknown', error: { ...error, retryable: false } });
  }

  async expired(match: MovingMatch): Promise<ExpiredMatch> {
    match.timeline.settled({ status: 'expired' });
    await this.move(match, { to: 'expired' });
    return { outcome: 'expired', matchId: match.matchId };
  }

  /**
   * Stores what could not be stored when it happened. What the store refuses again stays for the next time; should this
   * process die first, the match is abandoned, and becomes `unknown`.
   */
  async saveLate(): Promise<void> {
    for (const [matchId, { change, operator }] of this.unsaved) {
      if (await this.options.store.advance(change)) this.announce(change, operator);
      else await this.recordLate(change);
      this.unsaved.delete(matchId);
    }
  }

  /**
   * @throws DqeStoreError the store failed; the change is kept, and tried again by `saveLate`
   * @throws DqeMatchSupersededError the match is not where it was: another outcome came first, and stands
   */
  private async move(match: MovingMatch, to: ChangeTo): Promise<void> {
    const { store } = this.options;
    const { matchId, operator = null } = match;
    const change = this.changeOf(match, to);
    let moved: boolean;
    try {
      moved = await store.advance(change);
      if (!moved) await this.recordLate(change);
    } catch (error) {
      if (this.unsaved.size < MOST_UNSAVED) this.unsaved.set(matchId, { change, operator });
      throw new DqeStoreError(matchId, error);
    }
    if (!moved) throw new DqeMatchSupersededError(matchId);
    this.announce(change, operator);
  }

  private changeOf({ matchId, from, timeline, operator = null }: MovingMatch, to: ChangeTo): MatchChange {
    if (!canMove(from, to.to)) throw new Error(`no match moves from ${from} to ${to.to}`);
    const at = new Date(this.options.clock.now());
    const untold: UntoldChange = { ...to, matchId, from, at, events: timeline.take() };
    const notice = this.notices.noticeOf(untold, operator);
    return notice !== null && this.notices.isSelective(notice.type)
      ? { ...untold, notice, selective: true }
      : { ...untold, notice };
  }

  /** What came too late changes nothing, and is on record as what it was. */
  private recordLate({ matchId, to, at, events }: MatchChange): Promise<void> {
    const superseded = { type: 'superseded', at, durationMs: null, data: { status: to } } as const;
    return this.options.store.record(matchId, [
      ...events.filter(({ type }) => type !== 'settled'),
      superseded,
    ]);
  }

  /** Tells the handlers, and the monitor how a match ended. */
  private announce(change: MatchChange, operator: string | null): void {
    if (change.notice !== null) this.notices.wake();
    if (change.to === 'consent_pending') return;
    const scored = change.to === 'scored';
    this.monitored.emit({
      ...{ type: 'match', at: change.at, status: change.to },
      verdict: scored ? change.verdict.result : null,
      operator: scored ? change.operator : operator,
    });
  }
}
