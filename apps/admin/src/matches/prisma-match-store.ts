import { isRefused, Prisma } from '@dqe-admin/database';
import { Inject, Injectable } from '@nestjs/common';
import type {
  Claim,
  ClaimedMatch,
  MatchChange,
  MatchEvent,
  MatchNotice,
  MatchNoticeType,
  MatchStore,
  OpenedMatch,
  RejectedChange,
  StrandedMatch,
} from 'nestjs-dqe-idmobile';
import { isTerminal } from 'nestjs-dqe-idmobile';
import { SubjectErasedError } from 'sealed-fields';
import { AdminConfig } from '../config/admin-config.js';
import { GroupCommit } from '../persistence/group-commit.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { LEASE_SECONDS, PrismaInstanceLease } from '../persistence/prisma-instance-lease.js';
import { ProbingSuspectedError } from '../probing/probing-suspected.error.js';
import { IdempotencyKeyUsedError, type KeptAnswer, type MatchContext } from './match-context.js';
import { endedRecordOf, type OpenedFacts } from './match-record.js';
import { MatchSeals } from './match-seals.js';
import { PrismaMatchOpening } from './prisma-match-opening.js';
import { changeRowOf, type NoticeData, type SealedChange } from './prisma-match-rows.js';
import { timelineOf } from './prisma-match-sql.js';
import { advanced } from './prisma-match-statements.js';
import { Recent } from './recent.js';
import { Unheard } from './unheard.js';

/** How many matches one sweep finds; the next finds the rest. */
const SWEEP = 500;
const KNOWN_MATCHES = 10_000;

/**
 * Keeps matches in the audit database. What changes is one statement each, so it is atomic, and takes one round trip
 * where the key of the match's subject is at hand: the change of the match and the events that led to it stand or fall
 * together.
 */
@Injectable()
export class PrismaMatchStore implements MatchStore {
  /** By match. */
  private readonly unheardOpenings = new Unheard();
  /** By the hash of the state. */
  private readonly unheardClaims = new Unheard();
  private readonly unheardChanges = new WeakSet<MatchChange>();
  /** Matches this process has opened. Nothing of it ever changes. */
  private readonly mine = new Recent<OpenedHere>(KNOWN_MATCHES);
  private readonly changes: GroupCommit<Readonly<Record<string, unknown>>, boolean>;

  constructor(
    private readonly database: PrismaDatabase,
    private readonly opening: PrismaMatchOpening,
    private readonly seals: MatchSeals,
    private readonly lease: PrismaInstanceLease,
    @Inject(AdminConfig) config: Pick<AdminConfig, 'groupCommit'>,
  ) {
    this.changes = new GroupCommit<Readonly<Record<string, unknown>>, boolean>(
      (rows) => this.writeChanges(rows),
      { ...config.groupCommit, keyOf: ({ id }) => String(id), isRefused },
    );
  }

  async open(match: OpenedMatch): Promise<void> {
    const open = () => this.opening.open(match, null);
    try {
      const subjectId = await this.unheardOpenings.during(match.id, open);
      this.mine.set(match.id, { subjectId, opened: maskedOf(match), kept: keptOf(match.context) });
    } catch (error) {
      // Refusals are answers.
      if (error instanceof IdempotencyKeyUsedError || error instanceof ProbingSuspectedError) {
        this.unheardOpenings.heard(match.id);
      }
      throw error;
    }
  }

  /** Should the answer be lost, nothing is left to be done: what was carried out has ended. */
  async openRejected(match: OpenedMatch, change: RejectedChange): Promise<void> {
    await this.opening.open(match, change);
  }

  async advance(change: MatchChange): Promise<boolean> {
    const sealed = await this.sealedOf(change);
    try {
      if (await this.changes.add(changeRowOf(change, sealed))) {
        this.keep(change);
        if (isTerminal(change.to)) this.mine.delete(change.matchId);
        return true;
      }
    } catch (error) {
      this.unheardChanges.add(change);
      throw error;
    }
    return this.unheardChanges.has(change) && this.stands(change);
  }

  /** Who asked for the match, and waits for it to end, is spared reading it. */
  private keep(change: MatchChange): void {
    const mine = this.mine.get(change.matchId);
    if (mine === undefined) return;
    const { kept, opened, subjectId } = mine;
    if (change.to === 'scored' || change.to === 'rejected') {
      if (kept !== null) kept.record = endedRecordOf(opened, change);
    } else if (!isTerminal(change.to)) this.mine.set(change.matchId, { subjectId, opened, kept: null });
  }

  /** What the change holds of a person; nothing of somebody who has been erased meanwhile. */
  private async sealedOf(change: MatchChange): Promise<SealedChange> {
    const values = personalPartOf(change);
    if (values === null) return NOTHING_SEALED;
    const subjectId = await this.subjectOf(change.matchId);
    try {
      return { ...NOTHING_SEALED, ...(await this.seals.seal(subjectId, change.matchId, values)), subjectId };
    } catch (error) {
      if (error instanceof SubjectErasedError) return NOTHING_SEALED;
      throw error;
    }
  }

  private async subjectOf(matchId: string): Promise<string | null> {
    const known = this.mine.get(matchId);
    if (known !== undefined) return known.subjectId;
    const match = await this.database.client.match.findUnique({
      where: { id: matchId },
      select: { subjectId: true },
    });
    return match?.subjectId ?? null;
  }

  /** Whether the change was carried out the first time, although that failed: then it stands in its own way. */
  private async stands(change: MatchChange): Promise<boolean> {
    const itself =
      change.to === 'consent_pending'
        ? Prisma.sql`s.state_hash = ${Buffer.from(change.consent.stateHash, 'hex')}`
        : Prisma.sql`m.status = ${change.to}::match_status AND m.settled_at = ${time(change.at)}`;
    const [result] = await this.database.client.$queryRaw<{ stands: boolean }[]>`
      SELECT EXISTS (
        SELECT FROM matches m LEFT JOIN consent_sessions s ON s.match_id = m.id
        WHERE m.id = ${change.matchId}::uuid AND ${itself}
      ) AS stands`;
    return result?.stands === true;
  }

  async claim(
    stateHash: string,
    at: Date,
    events: readonly MatchEvent[],
    tokenHash?: string,
  ): Promise<Claim> {
    const unheard = this.unheardClaims.has(stateHash);
    const row = await this.unheardClaims.during(stateHash, () =>
      this.claimOnce(stateHash, at, events, tokenHash),
    );
    if (row === undefined) return { claimed: false, matchId: null };
    const match = row.claimed ? await this.claimedOf(row) : null;
    if (match !== null) return { claimed: true, match };
    // The customer comes again, because the first time he was told to.
    const [own] = unheard ? await this.adopt(at, this.claimedBefore([stateHash])) : [];
    if (own !== undefined) return { claimed: true, match: own };
    // Read anew: whoever won the race has moved the match since our snapshot.
    const { status } = await this.database.client.match.findUniqueOrThrow({
      where: { id: row.match_id },
      select: { status: true },
    });
    const { match_id: matchId, token_matches: tokenMatches } = row;
    return { claimed: false, matchId, status, returnUrl: await this.returnUrlOf(row), tokenMatches };
  }

  /** Where the customer was erased, there is nobody to ask about: it is not claimed, and expires. */
  private async claimOnce(
    stateHash: string,
    at: Date,
    events: readonly MatchEvent[],
    tokenHash?: string,
  ): Promise<ClaimRow | undefined> {
    const brought = tokenHash === undefined ? null : Buffer.from(tokenHash, 'hex');
    const [row] = await this.database.client.$queryRaw<ClaimRow[]>`
      WITH session AS (
        SELECT *, CASE WHEN token_hash IS NOT NULL THEN token_hash IS NOT DISTINCT FROM ${brought}::bytea END
          AS token_matches
        FROM consent_sessions WHERE state_hash = ${Buffer.from(stateHash, 'hex')}
      ), moved AS (
        UPDATE matches SET status = 'retrieving', owner_id = ${this.lease.id}::uuid FROM session
        WHERE id = session.match_id AND status = 'consent_pending' AND session.expires_at > ${time(at)}
          AND session.token_sealed IS NOT NULL AND ${NOT_ERASED}
        RETURNING id, jsonb_build_object('tokenMatches', session.token_matches) AS noted
      ), stamped AS (
        UPDATE consent_sessions SET claimed_at = ${time(at)} WHERE match_id IN (SELECT id FROM moved)
      ), ${timelineOf(events, Prisma.sql`moved`, Prisma.sql`e.data || m.noted`)}
      SELECT ${SESSION_COLUMNS}, s.token_matches, EXISTS (SELECT FROM moved) AS claimed
      FROM session s JOIN matches m ON m.id = s.match_id`;
    return row;
  }

  async record(matchId: string, events: readonly MatchEvent[]): Promise<void> {
    await this.database.client.$executeRaw`
      WITH found AS (SELECT id FROM matches WHERE id = ${matchId}::uuid), ${timelineOf(events, Prisma.sql`found`)}
      SELECT FROM found`;
  }

  /**
   * What nobody owns: a live process settles its own matches, however long it takes. And what this process owns without
   * having been told.
   */
  async stranded(at: Date): Promise<readonly StrandedMatch[]> {
    const began = Date.now();
    const unheard = this.unheardOpenings.keys();
    const isUnheard = Prisma.sql`m.id = ANY(${unheard}::uuid[])`;
    // No join, which would be made with all sessions there are.
    const isOver = Prisma.sql`(SELECT expires_at FROM consent_sessions WHERE match_id = m.id) <= ${time(at)}`;
    const over = await this.database.client.$queryRaw<OverRow[]>`
      SELECT m.id::text, m.status::text, m.created_at, ${isUnheard} AS never_sent FROM (
        (${firstOf('requested', Prisma.sql`(${this.ownerIsGone()} OR ${isUnheard})`)})
        UNION ALL (${firstOf('consent_pending', isOver)})
        UNION ALL (${firstOf('retrieving', isOver)})
      ) m ORDER BY m.id LIMIT ${SWEEP}`;
    for (const { id } of over) this.unheardOpenings.heard(id);
    const claimed = this.claimedBefore(this.unheardClaims.keys());
    const adopted = await this.adopt(at, Prisma.sql`(${this.ownerIsGone()} OR ${claimed})`);
    if (over.length < SWEEP) this.unheardOpenings.searched(began);
    if (adopted.length < SWEEP) this.unheardClaims.searched(began);
    return [...over.map(strandedOf), ...adopted.map((match) => ({ need: 'interrupted', match }) as const)];
  }

  /**
   * That its owner is somebody else, who has given its lease back, or has let it run out by the clock of the database.
   * The latter counts only while we are heard ourselves.
   */
  private ownerIsGone(): Prisma.Sql {
    const lapsed = Prisma.sql`AND i.heartbeat_at > now() - make_interval(secs => ${LEASE_SECONDS})`;
    return Prisma.sql`(m.owner_id IS DISTINCT FROM ${this.lease.id}::uuid AND NOT EXISTS (
      SELECT FROM instances i WHERE i.id = m.owner_id ${this.lease.steady ? lapsed : Prisma.empty}
    ))`;
  }

  /** That this process has claimed it, by one of these states. */
  private claimedBefore(stateHashes: readonly string[]): Prisma.Sql {
    return Prisma.sql`(m.owner_id = ${this.lease.id}::uuid AND encode(s.state_hash, 'hex') = ANY(${stateHashes}::text[]))`;
  }

  /** Takes over retrievals that nobody follows. Rows that another instance is taking over are skipped. */
  private async adopt(at: Date, unfollowed: Prisma.Sql): Promise<ClaimedMatch[]> {
    const rows = await this.database.client.$queryRaw<(SessionRow & { state_hash: string })[]>`
      WITH adopted AS (
        UPDATE matches SET owner_id = ${this.lease.id}::uuid WHERE id IN (
          SELECT m.id FROM matches m JOIN consent_sessions s ON s.match_id = m.id
          WHERE m.status = 'retrieving' AND s.expires_at > ${time(at)} AND ${unfollowed}
            AND s.token_sealed IS NOT NULL AND ${NOT_ERASED}
          ORDER BY m.id LIMIT ${SWEEP} FOR UPDATE OF m SKIP LOCKED
        ) AND status = 'retrieving'
        RETURNING id
      )
      SELECT ${SESSION_COLUMNS}, encode(s.state_hash, 'hex') AS state_hash
      FROM consent_sessions s JOIN matches m ON m.id = s.match_id WHERE m.id IN (SELECT id FROM adopted)`;
    for (const { state_hash: hash } of rows) this.unheardClaims.heard(hash);
    const claimed = await Promise.all(rows.map((row) => this.claimedOf(row)));
    return claimed.filter((match) => match !== null);
  }

  /** Skips what another instance is taking. Both ends of the backoff are by the clock of the database. */
  async takeNotices(limit: number, types: readonly MatchNoticeType[]): Promise<readonly MatchNotice[]> {
    if (types.length === 0) return [];
    const rows = await this.database.client.$queryRaw<NoticeRow[]>`
      WITH due AS MATERIALIZED (
        SELECT id FROM match_notices WHERE available_at <= now() AND type IN (${Prisma.join([...types])})
        ORDER BY available_at LIMIT ${limit} FOR UPDATE SKIP LOCKED
      ), taken AS (
        UPDATE match_notices n SET attempts = n.attempts + 1, available_at = now() + ${NOTICE_BACKOFF}
        FROM due WHERE n.id = due.id
        RETURNING n.id, n.match_id, n.type, n.at, n.data
      )
      SELECT id::text, match_id::text, type, at, data FROM taken ORDER BY id`;
    return rows.map(noticeOf);
  }

  async dropNotice(id: string): Promise<void> {
    await this.database.client.$executeRaw`DELETE FROM match_notices WHERE id = ${id}::uuid`;
  }

  private async writeChanges(
    rows: readonly Readonly<Record<string, unknown>>[],
  ): Promise<readonly boolean[]> {
    const moved = await this.database.client.$queryRaw<{ id: string }[]>(advanced(JSON.stringify(rows)));
    const ids = new Set(moved.map(({ id }) => id));
    return rows.map(({ id }) => ids.has(String(id)));
  }

  /** Null where its person has been erased, just now: nobody can go on with it, and it expires. */
  private async claimedOf(row: SessionRow): Promise<ClaimedMatch | null> {
    const { match_id: matchId, subject_id: subjectId, operator, expires_at: expiresAt } = row;
    const [token = null, returnUrl = null] = await this.seals.openAll([
      { subjectId, matchId, column: 'token', envelope: row.token_sealed },
      { subjectId, matchId, column: 'return_url', envelope: row.return_url_sealed },
    ]);
    return token === null ? null : { matchId, operator, token, expiresAt, returnUrl };
  }

  private async returnUrlOf(row: SessionRow): Promise<string | null> {
    const { match_id: matchId, subject_id: subjectId, return_url_sealed: envelope } = row;
    const [url = null] = await this.seals.openAll([{ subjectId, matchId, column: 'return_url', envelope }]);
    return url;
  }
}

/** A match that this process has opened. */
interface OpenedHere {
  readonly subjectId: string;
  readonly opened: OpenedFacts;
  readonly kept: KeptAnswer | null;
}

const maskedOf = ({ id, number, country, reference, createdAt }: OpenedMatch): OpenedFacts => ({
  ...{ id, numberHint: number.slice(-2), country, reference, createdAt },
});

const keptOf = (context: unknown): KeptAnswer | null =>
  (context as Partial<MatchContext> | undefined)?.kept ?? null;

const NOTHING_SEALED: SealedChange = { subjectId: null, answer: null, token: null, url: null };

function personalPartOf(change: MatchChange) {
  if (change.to === 'consent_pending') return { token: change.consent.token, url: change.consent.url };
  if (!('answer' in change) || change.answer === null) return null;
  return { answer: JSON.stringify(change.answer) };
}

interface NoticeRow {
  readonly id: string;
  readonly match_id: string;
  readonly type: MatchNoticeType;
  readonly at: Date;
  readonly data: NoticeData;
}

const noticeOf = ({ id, match_id: matchId, type, at, data }: NoticeRow): MatchNotice => ({
  ...{ id, type, matchId, at, status: data.status, verdict: data.verdict, errorId: data.errorId },
  ...{ operator: data.operator, expiresAt: data.expiresAt === null ? null : new Date(data.expiresAt) },
});

/** 30 s after the first time, doubling up to an hour. The power is bounded, too: it would overflow. */
const NOTICE_BACKOFF = Prisma.sql`make_interval(secs => least(30 * power(2, least(n.attempts, 7)), 3600))`;

/** The first matches `m` of a status, in the order of its index. */
const firstOf = (status: OverRow['status'], that: Prisma.Sql) => Prisma.sql`
  SELECT m.id, m.status, m.created_at FROM matches m
  WHERE m.status = ${status}::match_status AND ${that} ORDER BY m.id LIMIT ${SWEEP}`;

interface OverRow {
  readonly id: string;
  readonly status: 'requested' | 'consent_pending' | 'retrieving';
  readonly created_at: Date;
  readonly never_sent: boolean;
}

const strandedOf = ({ id: matchId, status, created_at: createdAt, never_sent }: OverRow): StrandedMatch =>
  status === 'requested'
    ? { need: 'abandoned', matchId, createdAt, ...(never_sent && { neverSent: true }) }
    : { need: 'overdue', matchId, createdAt, status };

interface SessionRow {
  readonly match_id: string;
  readonly subject_id: string | null;
  readonly operator: string | null;
  readonly token_sealed: Uint8Array | null;
  readonly return_url_sealed: Uint8Array | null;
  readonly expires_at: Date;
}

interface ClaimRow extends SessionRow {
  readonly token_matches: boolean | null;
  readonly claimed: boolean;
}

const SESSION_COLUMNS = Prisma.sql`
  s.match_id::text, m.subject_id::text, m.operator, s.token_sealed, m.return_url_sealed, s.expires_at`;

/** Of a match `m` or `matches`; what an earlier release sealed has no subject yet. */
const NOT_ERASED = Prisma.sql`NOT EXISTS (
  SELECT FROM subjects p WHERE p.id = subject_id AND p.erased_at IS NOT NULL
)`;
