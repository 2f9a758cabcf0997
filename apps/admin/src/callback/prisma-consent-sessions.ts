import { Injectable } from '@nestjs/common';
import type { MatchStatus } from 'nestjs-dqe-idmobile';
import { v7 as uuidv7 } from 'uuid';
import type { MatchEventRecord } from '../matches/match-record.js';
import { MatchSeals } from '../matches/match-seals.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import type { Standing } from './answer-browser.js';

const LINK_OPENED: MatchEventRecord['type'] = 'consent_link_opened';

/** What decides which browser may use up a state. */
export interface SessionToGuard {
  readonly matchId: string;
  /** Whether a browser has come through our link. */
  readonly bound: boolean;
  /** Whether the state can still be used up. */
  readonly open: boolean;
  readonly tokenHash: Uint8Array | null;
}

/** A session that our link leads to. */
export type VisitedSession = Standing & { readonly expiresAt: Date } & (
    | {
        readonly status: 'consent_pending';
        /** The operator's page. */
        readonly url: string;
      }
    | { readonly status: Exclude<MatchStatus, 'consent_pending'>; readonly url: null }
  );

/** Consent sessions as browsers meet them. */
@Injectable()
export class PrismaConsentSessions {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly seals: MatchSeals,
  ) {}

  async ofState(stateHash: string, at: Date): Promise<SessionToGuard | null> {
    const found = await this.database.client.consentSession.findUnique({
      where: { stateHash: new Uint8Array(Buffer.from(stateHash, 'hex')) },
      select: {
        ...{ matchId: true, boundAt: true, expiresAt: true, tokenHash: true },
        match: { select: { status: true } },
      },
    });
    if (found === null) return null;
    const { matchId, boundAt, expiresAt, tokenHash, match } = found;
    const open = match.status === 'consent_pending' && expiresAt > at;
    return { matchId, bound: boundAt !== null, open, tokenHash };
  }

  /**
   * A browser comes through our link: binds the session to such browsers, once, if it is still open. What the timeline
   * says of it is written with that, and so stands there once, however often the link is opened.
   */
  async visit(matchId: string, at: Date): Promise<VisitedSession | null> {
    const now = time(at);
    const [row] = await this.database.client.$queryRaw<VisitRow[]>`
      WITH session AS (
        SELECT m.id, m.subject_id, m.status, m.return_url_sealed, s.url_sealed, s.expires_at
        FROM consent_sessions s JOIN matches m ON m.id = s.match_id WHERE m.id = ${matchId}::uuid
      ), bound AS (
        UPDATE consent_sessions SET bound_at = ${now} FROM session
        WHERE match_id = session.id AND bound_at IS NULL
          AND session.status = 'consent_pending' AND session.expires_at > ${now}
        RETURNING match_id
      ), timeline AS (
        INSERT INTO match_events (id, match_id, type, at)
        SELECT ${uuidv7()}::uuid, match_id, ${LINK_OPENED}, ${now} FROM bound
      )
      SELECT status::text, subject_id::text, return_url_sealed, url_sealed, expires_at FROM session`;
    if (row === undefined) return null;
    const { status, subject_id: subjectId, expires_at: expiresAt } = row;
    const [returnUrl = null, url = null] = await this.seals.openAll([
      { matchId, subjectId, column: 'return_url', envelope: row.return_url_sealed },
      { matchId, subjectId, column: 'url', envelope: row.url_sealed },
    ]);
    const standing = { matchId, returnUrl, expiresAt };
    if (status !== 'consent_pending') return { ...standing, status, url: null };
    // The sweep will say so as well; nobody can come back any more, nor can somebody who has been erased.
    if (expiresAt <= at || url === null) return { ...standing, status: 'expired', url: null };
    return { ...standing, status, url };
  }
}

interface VisitRow {
  readonly status: MatchStatus;
  readonly subject_id: string | null;
  readonly return_url_sealed: Uint8Array | null;
  readonly url_sealed: Uint8Array | null;
  readonly expires_at: Date;
}
