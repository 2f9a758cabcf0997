import { Prisma } from '@dqe-admin/database';
import { ADMITTED } from '../probing/prisma-probing.js';
import { INSERT_LINES, LINE } from '../audit/prisma-access-log.js';
import { subscribed } from '../webhooks/prisma-subscriptions.js';

/*
 * The statements of a match's way, each for many matches at once, whose rows come as one array in JSON: see
 * `matchRowOf` and `changeRowOf` in prisma-match-rows.ts. What one row asks for is carried out as if it came alone.
 *
 * A planner takes an array for a hundred rows, and may read whole tables to join them with: so what is looked up is looked up one
 * by one (LIMIT), or by an array of ids.
 */

/** What goes with each row whose match has `changed`: its events, and its notice where somebody waits for it. */
const ALONG = Prisma.sql`
  timeline AS (
    INSERT INTO match_events (id, match_id, type, at, duration_ms, data)
    SELECT e.id, c.id, e.type, e.at, e."durationMs", e.data
    FROM changed c JOIN r USING (id) CROSS JOIN LATERAL jsonb_to_recordset(r.events)
      AS e(id uuid, type text, at timestamptz, "durationMs" int, data jsonb)
  ), outbox AS (
    -- Not the default of available_at: rounded to the millisecond, it may lie ahead of now().
    INSERT INTO match_notices (id, match_id, type, at, data, available_at)
    SELECT n.id, c.id, n.type, n.at, n.data, date_trunc('milliseconds', now())
    FROM changed c JOIN r USING (id) CROSS JOIN LATERAL jsonb_to_record(r.notice)
      AS n(id uuid, type text, at timestamptz, data jsonb, selective boolean)
    WHERE r.notice IS NOT NULL
      AND (NOT n.selective OR ${subscribed(Prisma.sql`c.application`, Prisma.sql`n.type`)})
  )`;

const MATCH = Prisma.sql`r(
  id uuid, subject_id uuid, status match_status, created_at timestamptz, number_sealed bytea, number_hint varchar,
  country char(2), identity_sealed bytea, email_index bytea, consent_offered boolean, return_url_sealed bytea,
  code_name text, purpose text, reference text, idempotency_key bytea, request_fingerprint bytea, request_id text,
  owner_id uuid, application text, actor_kind text, actor_id text, identity_index bytea, settled_at timestamptz,
  error_id text, error_type text, error_category text, error_retryable boolean,
  number_index bytea, master_key_id text, wrapped bytea, admission jsonb, events jsonb, notice jsonb, access jsonb
)`;

/** Opens the matches of rows `r` whose subject is `given`: in one order, so that no two statements wait for each other. */
const opened = (given: Prisma.Sql, recorded: boolean) => Prisma.sql`
  changed AS (
    INSERT INTO matches (
      id, subject_id, status, created_at, number_sealed, number_hint, country, identity_sealed, email_index,
      consent_offered, return_url_sealed, code_name, purpose, reference, idempotency_key, request_fingerprint,
      request_id, owner_id, application, actor_kind, actor_id, identity_index,
      settled_at, error_id, error_type, error_category, error_retryable
    ) SELECT
      r.id, r.subject_id, r.status, r.created_at, r.number_sealed, r.number_hint, r.country, r.identity_sealed,
      r.email_index, r.consent_offered, r.return_url_sealed, r.code_name, r.purpose, r.reference, r.idempotency_key,
      r.request_fingerprint, r.request_id, r.owner_id, r.application, r.actor_kind, r.actor_id, r.identity_index,
      r.settled_at, r.error_id, r.error_type, r.error_category, r.error_retryable
    FROM r JOIN ${given} ORDER BY r.idempotency_key, r.id
    ON CONFLICT (idempotency_key) DO NOTHING
    RETURNING id, application
  ), ${ALONG} ${recorded ? RECORDED : Prisma.empty}`;

/** The access log is touched only by what has a line for it: a match that was just opened is its own record. */
const RECORDED = Prisma.sql`, recorded AS (
  ${INSERT_LINES} changed c JOIN r USING (id) CROSS JOIN LATERAL jsonb_to_record(r.access) AS ${LINE}
  WHERE r.access IS NOT NULL
)`;

/** For known subjects: none of a row where the subject was erased, or the identity may not be tried. */
export const openForKnown = (rows: string, recorded: boolean) => Prisma.sql`
  WITH r AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS ${MATCH}),
  subject AS MATERIALIZED (
    -- An erasure under way is waited for, and the row looked at again.
    SELECT id FROM subjects WHERE id = ANY(ARRAY(SELECT subject_id FROM r)) AND erased_at IS NULL ORDER BY id FOR SHARE
  ), admission AS MATERIALIZED (
    SELECT r.id, ${ADMITTED} AS admitted
    FROM (SELECT r.* FROM r JOIN subject s ON s.id = r.subject_id ORDER BY s.id) r
  ), ${opened(Prisma.sql`admission a ON a.id = r.id AND a.admitted`, recorded)}
  SELECT r.id::text, c.id IS NOT NULL AS opened, a.admitted
  FROM r LEFT JOIN admission a ON a.id = r.id LEFT JOIN changed c ON c.id = r.id`;

/**
 * For subjects nobody has seen: subject, key and match stand or fall together. Of two who come at once the second waits
 * for the first, and finds what the first has made; so nobody has to be admitted: nothing was ever tried on this number.
 */
export const openForNew = (rows: string, recorded: boolean) => Prisma.sql`
  WITH r AS MATERIALIZED (SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS ${MATCH}),
  used AS MATERIALIZED (
    SELECT r.id FROM r
    JOIN LATERAL (SELECT FROM matches WHERE idempotency_key = r.idempotency_key LIMIT 1) m ON TRUE
  ), known AS MATERIALIZED (
    SELECT r.id, s.id AS subject_id FROM r
    JOIN LATERAL (SELECT id FROM subjects WHERE number_index = r.number_index LIMIT 1) s ON TRUE
  ), made AS (
    INSERT INTO subjects (id, number_index, created_at)
    SELECT r.subject_id, r.number_index, r.created_at FROM r
    WHERE r.id NOT IN (SELECT id FROM known) AND r.id NOT IN (SELECT id FROM used)
    ORDER BY r.number_index
    ON CONFLICT (number_index) DO NOTHING
    RETURNING id
  ), keyed AS (
    INSERT INTO subject_keys (subject, master_key_id, wrapped)
    SELECT r.subject_id::text, r.master_key_id, r.wrapped FROM r JOIN made ON made.id = r.subject_id
  ), ${opened(Prisma.sql`made ON made.id = r.subject_id`, recorded)}
  SELECT r.id::text, made.id IS NOT NULL AS made, c.id IS NOT NULL AS opened, used.id IS NOT NULL AS used,
    known.subject_id::text AS found
  FROM r LEFT JOIN made ON made.id = r.subject_id LEFT JOIN changed c ON c.id = r.id LEFT JOIN used ON used.id = r.id
    LEFT JOIN known ON known.id = r.id`;

/**
 * Moves matches on, each from where it stands only. An answer is left out where the match was given its subject just now:
 * sealed as earlier releases did, nobody could open it. The consent session opens with the change, or loses its token.
 */
export const advanced = (rows: string) => Prisma.sql`
  WITH r AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(${rows}::jsonb) AS r(
      id uuid, "from" match_status, "to" match_status, settled_at timestamptz, names_operator boolean, operator text,
      scores jsonb, verdict verdict_result, verdict_policy text, verdict_reasons jsonb, subject_id uuid, answer bytea,
      error_id text, error_type text, error_category text, error_retryable boolean,
      state_hash bytea, token_sealed bytea, token_hash bytea, url_sealed bytea, opened_at timestamptz,
      expires_at timestamptz, events jsonb, notice jsonb
    )
  ), changed AS (
    UPDATE matches m SET status = r."to", settled_at = r.settled_at,
      operator = CASE WHEN r.names_operator THEN r.operator ELSE m.operator END,
      scores = r.scores, verdict = r.verdict, verdict_policy = r.verdict_policy, verdict_reasons = r.verdict_reasons,
      answer_sealed = CASE WHEN m.subject_id IS NOT DISTINCT FROM r.subject_id THEN r.answer END,
      error_id = r.error_id, error_type = r.error_type, error_category = r.error_category,
      error_retryable = r.error_retryable
    FROM r WHERE m.id = ANY(ARRAY(SELECT id FROM r)) AND m.id = r.id AND m.status = r."from"
    RETURNING m.id, m.application
  ), session AS (
    INSERT INTO consent_sessions
      (match_id, state_hash, token_sealed, token_hash, url_sealed, opened_at, expires_at)
    SELECT c.id, r.state_hash, r.token_sealed, r.token_hash, r.url_sealed, r.opened_at, r.expires_at
    FROM changed c JOIN r USING (id) WHERE r.state_hash IS NOT NULL
  ), dropped AS (
    UPDATE consent_sessions s SET token_sealed = NULL FROM changed c JOIN r USING (id)
    WHERE s.match_id = ANY(ARRAY(SELECT id FROM r)) AND s.match_id = c.id AND r."from" <> 'requested'
  ), ${ALONG}
  SELECT id::text FROM changed`;
