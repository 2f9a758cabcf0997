import { Prisma } from '@dqe-admin/database';
import type { AccessOccurrence, MatchOccurrence, QueuedEvent } from '../leaves/queued-event.js';
import type { Executor } from './prisma-tiles.js';

/** A row of the queue with its event. */
export interface QueueRow {
  readonly seq: bigint;
  readonly queued: QueuedEvent;
}

/** As JSON has it. */
interface Row extends Omit<EventRow, 'recorded_at' | 'at'> {
  readonly seq: number;
  readonly recorded_at: string;
  readonly at: string | null;
}

/** An event with everything its leaf is made of. */
export interface EventRow {
  readonly source: 'match' | 'access';
  readonly id: string;
  readonly recorded_at: Date;
  readonly purged: PurgedEvent | null;
  readonly at: Date | null;
  readonly match_id: string | null;
  readonly type: string | null;
  readonly duration_ms: number | null;
  readonly data: unknown;
  readonly state: Readonly<Record<string, unknown>> | null;
  readonly sealed: Readonly<Record<string, string>> | null;
  readonly actor_kind: string | null;
  readonly actor_id: string | null;
  readonly request_id: string | null;
  readonly action: string | null;
  readonly target_type: string | null;
  readonly target_id: string | null;
  readonly outcome: string | null;
  readonly application: string | null;
  readonly permission: string | null;
}

/** A row of `match_events`, and of its match, as `purge_matches` leaves it in the queue. */
interface PurgedEvent {
  readonly match_id: string;
  readonly type: string;
  readonly at: string;
  readonly actor_kind: string | null;
  readonly actor_id: string | null;
  readonly request_id: string | null;
}

/**
 * The next events in order, held until the transaction ends: a purge waits, or has left its events in the queue. What a
 * purge is at holds up nobody; it comes in the round after.
 *
 * Of a match, what is in columns of its own goes along: in clear what it had become, of what is sealed the SHA-256 of the
 * envelope. All of it stands from the event on: nobody writes it twice, but for what is sealed anew, which has an event
 * of its own. Neither blind indexes nor `reference` nor the last digits of the number: they go with the person, or could
 * be found by trying; and not the session token, which is dropped within minutes.
 *
 * They come as one text: a thousand rows of twenty columns each take several times as long to be made values of.
 */
export async function nextEvents(executor: Executor, limit: number): Promise<readonly QueueRow[]> {
  const [taken] = await executor.$queryRaw<{ events: string }[]>`
    WITH taken AS MATERIALIZED (
      SELECT seq, source, event_id, recorded_at, event FROM log_queue ORDER BY seq LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), told AS (
      SELECT q.seq, q.source, q.event_id::text AS id, q.recorded_at, q.event AS purged,
        ${WHAT_IT_SAYS}
      FROM taken q
      ${THE_EVENT}
    )
    SELECT coalesce(json_agg(told ORDER BY seq), '[]')::text AS events FROM told`;
  return (JSON.parse(taken?.events ?? '[]') as Row[]).map((row) => ({
    seq: BigInt(row.seq),
    queued: queuedOf({
      ...row,
      recorded_at: new Date(row.recorded_at),
      at: row.at === null ? null : new Date(row.at),
    }),
  }));
}

const STATE = Prisma.sql`CASE e.type
  WHEN 'requested' THEN jsonb_build_object(
    'application', m.application, 'purpose', m.purpose, 'codeName', m.code_name, 'country', m.country,
    'consentOffered', m.consent_offered
  )
  WHEN 'settled' THEN jsonb_build_object(
    'status', m.status, 'operator', m.operator, 'scores', m.scores, 'verdict', m.verdict,
    'verdictPolicy', m.verdict_policy, 'verdictReasons', m.verdict_reasons, 'errorId', m.error_id,
    'errorType', m.error_type, 'errorCategory', m.error_category
  )
END`;

const hashOf = (envelope: Prisma.Sql) => Prisma.sql`encode(sha256(${envelope}), 'base64')`;

const NUMBER = hashOf(Prisma.sql`m.number_sealed`);
const IDENTITY = hashOf(Prisma.sql`m.identity_sealed`);
const RETURN_URL = hashOf(Prisma.sql`m.return_url_sealed`);
const ANSWER = hashOf(Prisma.sql`m.answer_sealed`);
const URL = hashOf(Prisma.sql`s.url_sealed`);

const SEALED = Prisma.sql`jsonb_strip_nulls(CASE e.type
  WHEN 'requested' THEN jsonb_build_object('number', ${NUMBER}, 'identity', ${IDENTITY}, 'returnUrl', ${RETURN_URL})
  WHEN 'consent_opened' THEN jsonb_build_object('consentUrl', ${URL})
  WHEN 'settled' THEN jsonb_build_object('answer', ${ANSWER})
  WHEN 'resealed' THEN jsonb_build_object(
    'number', ${NUMBER}, 'identity', ${IDENTITY}, 'returnUrl', ${RETURN_URL}, 'consentUrl', ${URL}, 'answer', ${ANSWER}
  )
END)`;

/** Of the rows of {@link THE_EVENT}, the columns an {@link EventRow} has. */
export const WHAT_IT_SAYS = Prisma.sql`
  coalesce(e.at, a.at) AS at, e.match_id::text, e.type, e.duration_ms, coalesce(e.data, a.data) AS data,
  ${STATE} AS state, ${SEALED} AS sealed,
  CASE WHEN e.id IS NULL THEN a.actor_kind WHEN e.type = 'requested' THEN m.actor_kind END AS actor_kind,
  CASE WHEN e.id IS NULL THEN a.actor_id WHEN e.type = 'requested' THEN m.actor_id END AS actor_id,
  CASE WHEN e.id IS NULL THEN a.request_id WHEN e.type = 'requested' THEN m.request_id END AS request_id,
  a.action, a.target_type, a.target_id, a.outcome, a.application, a.permission`;

/**
 * Joined to a `q` with the `source` and `event_id` of an event. Each is looked up by its id, in the one partition it can be in: for a
 * few hundred rows a planner may well read all events there are instead, of which LIMIT keeps it.
 */
export const THE_EVENT = Prisma.sql`
  LEFT JOIN LATERAL (SELECT * FROM match_events WHERE q.source = 'match' AND id = q.event_id LIMIT 1) e ON TRUE
  LEFT JOIN LATERAL (SELECT * FROM matches WHERE id = e.match_id LIMIT 1) m ON TRUE
  LEFT JOIN LATERAL (
    SELECT * FROM consent_sessions WHERE e.type IN ('consent_opened', 'resealed') AND match_id = e.match_id LIMIT 1
  ) s ON TRUE
  LEFT JOIN LATERAL (SELECT * FROM access_events WHERE q.source = 'access' AND id = q.event_id LIMIT 1) a ON TRUE`;

/** The event of this row, as it enters the log. */
export const queuedOf = (row: EventRow): QueuedEvent => ({
  ...{ source: row.source, id: row.id, recordedAt: row.recorded_at },
  event: row.source === 'match' ? matchEventOf(row) : accessEventOf(row),
});

function matchEventOf(row: EventRow): MatchOccurrence | null {
  const { purged, at, match_id: matchId, type, duration_ms: durationMs, data, state, sealed } = row;
  if (purged !== null) {
    return {
      ...{
        source: 'match',
        matchId: purged.match_id,
        type: purged.type,
        at: new Date(purged.at),
        purged: true,
      },
      ...{ durationMs: null, data: null, state: null, sealed: null },
      ...(purged.type === 'requested' ? whoOf(purged) : NOBODY),
    };
  }
  if (at === null || matchId === null || type === null) return null;
  return {
    ...{ source: 'match', matchId, type, at, durationMs, data, state, sealed, purged: false },
    ...whoOf(row),
  };
}

function accessEventOf(row: EventRow): AccessOccurrence | null {
  const { at, action, outcome, application, permission, data, target_type: type, target_id: id } = row;
  if (at === null || action === null || outcome === null) return null;
  const target = type === null ? null : { type, id };
  return { source: 'access', at, action, target, outcome, application, permission, data, ...whoOf(row) };
}

const NOBODY = { actor: null, requestId: null };

function whoOf(
  row: Pick<EventRow, 'actor_kind' | 'actor_id' | 'request_id'>,
): Pick<MatchOccurrence, 'actor' | 'requestId'> {
  const { actor_kind: kind, actor_id: id, request_id: requestId } = row;
  return { actor: kind === null || id === null ? null : { kind, id }, requestId };
}
