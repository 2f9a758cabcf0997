import type { MatchNotice, MatchNoticeType } from '../notices/match-notice.js';
import { type Clock, systemClock } from '../options/clock.js';
import type { MatchEvent } from './match.js';
import { isTerminal, type MatchStatus } from './match-state-machine.js';
import type {
  Claim,
  ClaimedMatch,
  MatchChange,
  MatchStore,
  OpenedConsent,
  OpenedMatch,
  RejectedChange,
  StrandedMatch,
} from './match-store.js';

/** Milliseconds until a notice that was not dropped is handed out again: the first time, and at most. */
const NOTICE_BACKOFF = { first: 30_000, longest: 3_600_000 };

/** A match as the in-memory store holds it. */
export interface StoredMatch {
  readonly opened: OpenedMatch;
  readonly status: MatchStatus;
  readonly events: readonly MatchEvent[];
  /** The change that gave it its status, where there was one. */
  readonly change: MatchChange | null;
  readonly consent: OpenedConsent | null;
  readonly operator: string | null;
}

/**
 * Keeps matches in the process, for tests and for consumers without a database. Bounded: where it is full, the oldest
 * ended match makes room, and the oldest notice. Everything is gone with the process.
 */
export class InMemoryMatchStore implements MatchStore {
  private readonly matches = new Map<string, StoredMatch>();
  private readonly byState = new Map<string, string>();
  private readonly notices = new Map<string, WaitingNotice>();

  /** @param capacity how many matches are kept at most, as long as some have ended; and how many notices */
  constructor(
    private readonly capacity = 10_000,
    private readonly clock: Pick<Clock, 'now'> = systemClock,
  ) {}

  /** One match, or undefined. */
  get(matchId: string): StoredMatch | undefined {
    return this.matches.get(matchId);
  }

  open(match: OpenedMatch): Promise<void> {
    if (this.matches.size >= this.capacity) this.makeRoom();
    const { events } = match;
    this.matches.set(match.id, {
      opened: match,
      status: 'requested',
      events,
      change: null,
      consent: null,
      operator: null,
    });
    return Promise.resolve();
  }

  async openRejected(match: OpenedMatch, change: RejectedChange): Promise<void> {
    // Nothing waits between the two, so nobody sees one without the other.
    const opened = this.open(match);
    await Promise.all([opened, this.advance(change)]);
  }

  advance(change: MatchChange): Promise<boolean> {
    const match = this.matches.get(change.matchId);
    if (match?.status !== change.from) return Promise.resolve(false);
    const consent = change.to === 'consent_pending' ? change.consent : withoutToken(match.consent);
    if (change.to === 'consent_pending') this.byState.set(change.consent.stateHash, change.matchId);
    this.matches.set(change.matchId, {
      ...match,
      status: change.to,
      events: [...match.events, ...change.events],
      change,
      consent,
      operator: 'operator' in change ? change.operator : match.operator,
    });
    if (change.notice !== null) this.keep(change.notice);
    return Promise.resolve(true);
  }

  claim(stateHash: string, at: Date, events: readonly MatchEvent[], tokenHash?: string): Promise<Claim> {
    const match = this.matches.get(this.byState.get(stateHash) ?? '');
    if (match?.consent == null) return Promise.resolve({ claimed: false, matchId: null });
    const { opened, status } = match;
    const { id: matchId, returnUrl } = opened;
    const tokenMatches = tokenHash === match.consent.tokenHash;
    if (status !== 'consent_pending' || match.consent.expiresAt <= at) {
      return Promise.resolve({ claimed: false, matchId, status, returnUrl, tokenMatches });
    }
    const received = events.map((event) => ({ ...event, data: { ...event.data, tokenMatches } }));
    this.matches.set(matchId, { ...match, status: 'retrieving', events: [...match.events, ...received] });
    return Promise.resolve({ claimed: true, match: claimedOf(match, match.consent) });
  }

  record(matchId: string, events: readonly MatchEvent[]): Promise<void> {
    const match = this.matches.get(matchId);
    if (match !== undefined) this.matches.set(matchId, { ...match, events: [...match.events, ...events] });
    return Promise.resolve();
  }

  /** Sessions whose time is over. What a dead process leaves behind, it takes along: it is the store. */
  stranded(at: Date): Promise<readonly StrandedMatch[]> {
    const found = [...this.matches.values()].flatMap(({ opened, status, consent }): StrandedMatch[] =>
      (status === 'consent_pending' || status === 'retrieving') && consent !== null && consent.expiresAt <= at
        ? [{ need: 'overdue', matchId: opened.id, createdAt: opened.createdAt, status }]
        : [],
    );
    return Promise.resolve(found);
  }

  takeNotices(limit: number, types: readonly MatchNoticeType[]): Promise<readonly MatchNotice[]> {
    const now = this.clock.now();
    const due = [...this.notices.values()].filter(
      (one) => one.dueAt <= now && types.includes(one.notice.type),
    );
    const taken = due.slice(0, limit);
    for (const one of taken) {
      one.dueAt = now + Math.min(NOTICE_BACKOFF.first * 2 ** one.attempts, NOTICE_BACKOFF.longest);
      one.attempts += 1;
    }
    return Promise.resolve(taken.map(({ notice }) => notice));
  }

  dropNotice(id: string): Promise<void> {
    this.notices.delete(id);
    return Promise.resolve();
  }

  private keep(notice: MatchNotice): void {
    const [oldest] = this.notices.keys();
    if (oldest !== undefined && this.notices.size >= this.capacity) this.notices.delete(oldest);
    this.notices.set(notice.id, { notice, dueAt: -Infinity, attempts: 0 });
  }

  private makeRoom(): void {
    for (const [id, { status, consent }] of this.matches) {
      if (!isTerminal(status)) continue;
      this.matches.delete(id);
      if (consent !== null) this.byState.delete(consent.stateHash);
      return;
    }
  }
}

interface WaitingNotice {
  readonly notice: MatchNotice;
  /** Milliseconds since the epoch. */
  dueAt: number;
  /** How often it was handed out. */
  attempts: number;
}

const claimedOf = ({ opened, operator }: StoredMatch, { token, expiresAt }: OpenedConsent): ClaimedMatch => ({
  matchId: opened.id,
  operator,
  token,
  expiresAt,
  returnUrl: opened.returnUrl,
});

/** A match that has ended has no more use for its session token. */
const withoutToken = (consent: OpenedConsent | null) => (consent === null ? null : { ...consent, token: '' });
