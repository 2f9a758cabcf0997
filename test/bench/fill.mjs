// Matches by the million, in a few statements: PostgreSQL makes them itself, on two connections, and its indexes afterwards.
// What a match holds is as the service would have left it, but for what nothing reads here: what is sealed opens to nobody,
// there are no timelines, and nothing of it is in the log. Not for a database that anybody uses.
import { DEFAULT_POLICY, SCORE_FIELDS, evaluate } from 'nestjs-dqe-idmobile';

const DAY_S = 86_400;
/** Matches made by one statement. */
const PART = 50_000;
const MATCHES_A_PERSON = 4;
/** The newest, some of which are under way. */
const FRESH = 100;

/**
 * Fills an empty database that is migrated, ending now. Three times as many on the last day as on the first; most of one
 * application, a few of another; some people come back often. The same matches each time, but for when they were.
 * @param database opened without a limit on the time of a statement, by an owner of the server
 * @returns seconds it took, to make them and to index them
 */
export async function fill(database, { matches, days, connections = 2 }) {
  const [{ some }] = await rowsOf(database, 'SELECT EXISTS (SELECT FROM matches) AS some');
  if (some) throw new Error('there are matches already');
  const started = performance.now();
  const indexes = await withoutIndexes(database, ['matches', 'consent_sessions', 'subjects']);
  const people = Math.ceil(matches / MATCHES_A_PERSON);
  const filling = { matches, people, seconds: days * DAY_S, end: Date.now() };
  await inParts(people, connections, (from, to) => database.query(peopleIn(from, to, filling)));
  await inParts(matches, connections, (from, to) => database.query(matchesIn(from, to, filling)));
  const made = performance.now();
  await each(indexes, connections, (index) => database.query(`SET maintenance_work_mem = '512MB'; ${index}`));
  await database.query('VACUUM (ANALYZE) matches');
  for (const table of ['consent_sessions', 'subjects']) await database.query(`VACUUM (ANALYZE) ${table}`);
  const seconds = (from, to) => (to - from) / 1000;
  return { making: seconds(started, made), indexing: seconds(made, performance.now()) };
}

/** Who the person of this ordinal is. */
export const personOf = (ordinal) => `md5('person ' || ${ordinal})::uuid`;

const rowsOf = async (database, sql) => (await database.query(sql)).rows;

/** @returns what makes them again */
async function withoutIndexes(database, tables) {
  const found = await rowsOf(
    database,
    `SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS definition
     FROM pg_index i WHERE i.indrelid = ANY ('{${tables.join()}}'::regclass[]) AND NOT i.indisprimary`,
  );
  for (const { name } of found) await database.query(`DROP INDEX ${name}`);
  return found.map(({ definition }) => definition);
}

async function each(items, atOnce, act) {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

function inParts(count, atOnce, act) {
  const starts = Array.from({ length: Math.ceil(count / PART) }, (_, i) => 1 + i * PART);
  return each(starts, atOnce, (from) => act(from, Math.min(count, from + PART - 1)));
}

/** In one transaction, in which neither triggers nor foreign keys are looked at, and chance is the same each time. */
const alone = (part, statements) => `
  SET LOCAL session_replication_role = replica;
  SET LOCAL synchronous_commit = off;
  SELECT setseed(${((part / PART) % 1000) / 1000});
  ${statements.join(';\n')}`;

const peopleIn = (from, to, { seconds, end }) =>
  alone(from, [
    `INSERT INTO subjects (id, number_index, created_at)
     SELECT ${personOf('i')}, sha256(('number ' || i)::bytea), to_timestamp(${end / 1000 - seconds})
     FROM generate_series(${from}, ${to}) i`,
  ]);

/** One of these, so many times each. @param chance an SQL expression, 0 to 1 */
function oneOf(chance, weighted) {
  let reached = 0;
  const whole = weighted.reduce((sum, [, weight]) => sum + weight, 0);
  const cases = weighted.map(([value, weight]) => {
    reached += weight;
    return `WHEN ${chance} < ${reached / whole} THEN ${value}`;
  });
  return `CASE ${cases.join(' ')} ELSE ${weighted.at(-1)[0]} END`;
}

const score = (likely) =>
  `CASE WHEN random() < 0.1 THEN NULL ELSE round(least(1, ${likely} + random())::numeric, 2)::float8 END`;

const SCORES = `jsonb_build_object(
  'familyName', ${score(0.7)}, 'givenName', ${score(0.7)}, 'gender', ${score(1)}, 'birthDate', ${score(0.9)},
  'email', ${score(0.3)}, 'address', jsonb_build_object(
    'country', ${score(1)}, 'postalCode', ${score(0.6)}, 'streetAddress', ${score(0.3)}, 'locality', ${score(0.5)}))`;

/** Reasons as the policy gives them, for all fields alike. */
const reasons = (similarity) => {
  const fields = Object.fromEntries(SCORE_FIELDS.map((field) => [field, similarity]));
  const address = Object.fromEntries(
    SCORE_FIELDS.filter((field) => field.startsWith('address.')).map((field) => [field.slice(8), similarity]),
  );
  return `'${JSON.stringify(evaluate({ ...fields, address }, DEFAULT_POLICY).reasons)}'::jsonb`;
};

const ERRORS = [
  ...[
    ['13', 'operator not found', 'not_covered', false, 40],
    ['16', 'temporarily unavailable', 'temporary', true, 25],
    ['15', 'number is not eligible', 'not_eligible', false, 20],
  ],
  ...[
    ['18', 'consent declined', 'declined', false, 13],
    ['10', 'invalid number', 'caller', false, 2],
  ],
];
const ofError = (column) =>
  oneOf(
    'odds',
    ERRORS.map((error) => [literal(error[column]), error[4]]),
  );
const literal = (value) => (typeof value === 'string' ? `'${value}'` : String(value));

/** Ids are of the time of the match, as the service makes them. */
const MADE = `
  (lpad(to_hex(ms), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid AS id,
  to_timestamp(ms / 1000.0) AS at`;

const matchesIn = (from, to, { matches, people, seconds, end }) =>
  alone(from, [
    `CREATE TEMPORARY TABLE made ON COMMIT DROP AS
     SELECT *, status NOT IN ('requested', 'consent_pending', 'retrieving') AS over, random() AS odds,
       consent_chance < 0.2 OR status IN ('consent_pending', 'retrieving', 'expired') AS consent
     FROM (
       SELECT i, ${MADE}, random() AS consent_chance, floor(${people} * power(random(), 2))::bigint + 1 AS person,
         CASE WHEN i > ${matches - FRESH} THEN ${oneOf('chance', [
           ["'requested'", 5],
           ["'retrieving'", 5],
           ["'consent_pending'", 30],
           ["'scored'", 60],
         ])}
         ELSE ${oneOf('chance', [
           ["'scored'", 84.9],
           ["'rejected'", 12],
           ["'expired'", 3],
           ["'unknown'", 0.1],
         ])} END AS status
       FROM (
         SELECT i, md5(random()::text) AS noise, random() AS chance,
           least(${end}, ${end - seconds * 1000} + ${seconds * 1000}::float8
             * (sqrt(1 + 8 * (i - random()) / ${matches}) - 1) / 2)::bigint AS ms
         FROM generate_series(${from}, ${to}) i
       ) timed
     ) chosen`,
    `INSERT INTO matches (
       id, subject_id, status, created_at, settled_at, number_sealed, number_hint, country, identity_sealed, email_index,
       consent_offered, purpose, reference, operator, scores, verdict, verdict_policy, verdict_reasons, error_id,
       error_type, error_category, error_retryable, application, actor_kind, actor_id, review_state
     )
     SELECT id, ${personOf('person')}, status::match_status, at,
       CASE WHEN over THEN at + make_interval(secs => 0.08 + 2 * power(random(), 4)) END,
       decode(repeat('5a', 60), 'hex'), lpad((person % 100)::text, 2, '0'),
       ${oneOf('random()', [
         ["'FR'", 95],
         ["'BE'", 4],
         ["'CH'", 0.99],
         ["'LU'", 0.01],
       ])},
       decode(repeat('5a', 160), 'hex'),
       CASE WHEN person % 5 > 1 THEN sha256(('email ' || person)::bytea) END, consent,
       ${oneOf('random()', [
         ["'onboarding'", 60],
         ["'aml'", 25],
         ['NULL', 15],
       ])}, 'R-' || i,
       CASE WHEN status <> 'unknown' AND error_id IS DISTINCT FROM '13' THEN ${oneOf('random()', [
         ["'Orange'", 37],
         ["'SFR'", 25],
         ["'Bouygues Telecom'", 20],
         ["'Free'", 17.9],
         ["'Local'", 0.1],
       ])} END,
       CASE WHEN status = 'scored' THEN ${SCORES} END,
       CASE WHEN status = 'scored' THEN ${verdictOf((verdict) => `'${verdict}'`)}::verdict_result END,
       CASE WHEN status = 'scored' THEN 'default@1' END,
       CASE WHEN status = 'scored' THEN ${verdictOf((_, similarity) => reasons(similarity))} END,
       error_id, ${['error_type', 'error_category', 'error_retryable'].map((_, i) => `CASE WHEN error_id IS NOT NULL THEN ${ofError(i + 1)} END`).join(', ')},
       ${oneOf('random()', [
         ["'shop'", 60],
         ["'bank'", 30],
         ["'insurance'", 9.99],
         ["'pilot'", 0.01],
       ])},
       'key', ${personOf('i % 20')}::text, CASE WHEN status = 'scored' AND random() < 0.0005 THEN 'open' END
     FROM (SELECT *, CASE WHEN status = 'rejected' THEN ${ofError(0)} END AS error_id FROM made) m`,
    `INSERT INTO consent_sessions (match_id, state_hash, opened_at, expires_at, claimed_at, bound_at)
     SELECT id, sha256(id::text::bytea), at + interval '300 ms', at + interval '10 minutes',
       CASE WHEN status NOT IN ('expired', 'consent_pending') THEN at + interval '1 minute' END,
       CASE WHEN status <> 'expired' THEN at + interval '20 seconds' END
     FROM made WHERE consent AND status <> 'requested'`,
  ]);

/** Each verdict, with the similarity that leads to it. */
const verdictOf = (as) =>
  oneOf('odds', [
    [as('match', 1), 70],
    [as('partial', 0.8), 18],
    [as('mismatch', 0), 10],
    [as('insufficient', null), 2],
  ]);
