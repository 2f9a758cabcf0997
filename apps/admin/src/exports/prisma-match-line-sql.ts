import { Prisma } from '@dqe-admin/database';

/** How matches are written down. */
export type LineFormat = 'csv' | 'ndjson';

/** What stands before the lines of a file. */
export const headOf = (format: LineFormat): string =>
  format === 'csv' ? `${CELLS.map(([name]) => name).join(',')}\r\n` : '';

/** Joins the erasure `e` of a match `m`, where its person was erased; nobody is erased twice. */
export const ERASED = Prisma.sql`LEFT JOIN erasures e ON e.subject_id = m.subject_id AND e.outcome = 'erased'`;

/**
 * An expression for the line of a match `m`, whose person was erased by `e` or not at all: masked, as the API shows it.
 * Nothing that is sealed is in it, nor a consent page: whoever has the address of an open one may act as the customer.
 */
export const lineOf = (format: LineFormat): Prisma.Sql => LINES[format];

// In these, everything is a constant of this file: what comes from outside is in columns only.

/** As toISOString() has it. */
const time = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const MASKED = `'********' || m.number_hint`;
/** Of those, each is a number or null. */
const SCORES = ['familyName', 'givenName', 'gender', 'birthDate', 'email'] as const;
const ADDRESS_SCORES = ['country', 'postalCode', 'streetAddress', 'locality'] as const;
const REVIEW_STATE = `CASE WHEN m.review_state = 'open' THEN 'open'
  WHEN m.review_state IS NOT NULL OR m.override_verdict IS NOT NULL THEN 'closed' END`;

/** RFC 4180; a cell that a spreadsheet would run as a formula is made text. As documents/csv.ts has it. */
function text(column: string): string {
  const harmless = `CASE WHEN ${column} ~ '^[-=+@\\t\\r\\uFF1D\\uFF0B\\uFF0D\\uFF20]' THEN '''' || ${column} ELSE ${column} END`;
  return `CASE WHEN ${column} ~ '[",\\r\\n]' THEN '"' || replace(${harmless}, '"', '""') || '"' ELSE ${harmless} END`;
}

const CELLS: readonly (readonly [name: string, cell: string])[] = [
  ['id', 'm.id'],
  ['createdAt', time('m.created_at')],
  ['settledAt', time('m.settled_at')],
  ['status', 'm.status'],
  ['number', MASKED],
  ['country', text('m.country')],
  ['operator', text('m.operator')],
  ['verdict', 'm.verdict'],
  ['policy', `CASE WHEN m.verdict IS NOT NULL THEN ${text('m.verdict_policy')} END`],
  ...SCORES.map((name) => [name, `m.scores->>'${name}'`] as const),
  ...ADDRESS_SCORES.map((name) => [`address.${name}`, `m.scores->'address'->>'${name}'`] as const),
  ['errorId', text('m.error_id')],
  ['errorType', `CASE WHEN m.error_id IS NOT NULL THEN ${text('m.error_type')} END`],
  ['errorCategory', `CASE WHEN m.error_id IS NOT NULL THEN ${text('m.error_category')} END`],
  ['reference', text('m.reference')],
  ['review.state', REVIEW_STATE],
  ['review.override.verdict', 'm.override_verdict'],
  ['review.override.at', time('m.override_at')],
  ['erased.at', time('e.at')],
  ['erased.certificateId', 'e.id'],
];

const string = (column: string) => `coalesce(to_json(${column})::text, 'null')`;
/** Of what has nothing in it that JSON escapes: three times as fast. */
const plain = (column: string) => `coalesce('"' || (${column}) || '"', 'null')`;
const json = (column: string) => `coalesce((${column})::text, 'null')`;
const object = (fields: readonly (readonly [name: string, value: string])[]) =>
  `concat('{', ${fields.map(([name, value]) => `'"${name}":', ${value}`).join(`, ',', `)}, '}')`;
const where = (condition: string, value: string) => `CASE WHEN ${condition} THEN ${value} ELSE 'null' END`;

const OBJECT = object([
  ['id', plain('m.id')],
  ['status', plain('m.status')],
  ['number', plain(MASKED)],
  ['country', string('m.country')],
  ['operator', string('m.operator')],
  [
    'scores',
    where(
      `jsonb_typeof(m.scores) = 'object'`,
      object([
        ...SCORES.map((name) => [name, json(`m.scores->>'${name}'`)] as const),
        [
          'address',
          object(ADDRESS_SCORES.map((name) => [name, json(`m.scores->'address'->>'${name}'`)] as const)),
        ],
      ]),
    ),
  ],
  [
    'verdict',
    where(
      'm.verdict IS NOT NULL',
      object([
        ['result', plain('m.verdict')],
        ['policy', string(`coalesce(m.verdict_policy, '')`)],
        ['reasons', `coalesce(m.verdict_reasons::text, '[]')`],
      ]),
    ),
  ],
  ['consent', `'null'`],
  [
    'error',
    where(
      'm.error_id IS NOT NULL',
      object([
        ['id', string('m.error_id')],
        ['type', string(`coalesce(m.error_type, '')`)],
        ['retryable', json('coalesce(m.error_retryable, FALSE)')],
        ['category', string('m.error_category')],
      ]),
    ),
  ],
  ['reference', string('m.reference')],
  [
    'review',
    where(
      'm.review_state IS NOT NULL OR m.override_verdict IS NOT NULL',
      object([
        ['state', plain(REVIEW_STATE)],
        [
          'override',
          where(
            'm.override_verdict IS NOT NULL',
            object([
              ['verdict', plain('m.override_verdict')],
              ['at', plain(time('m.override_at'))],
            ]),
          ),
        ],
      ]),
    ),
  ],
  [
    'erased',
    where(
      'e.id IS NOT NULL',
      object([
        ['at', plain(time('e.at'))],
        ['certificateId', plain('e.id')],
      ]),
    ),
  ],
  ['createdAt', plain(time('m.created_at'))],
  ['settledAt', plain(time('m.settled_at'))],
]);

const LINES: Readonly<Record<LineFormat, Prisma.Sql>> = {
  csv: Prisma.raw(`concat(${CELLS.map(([, cell]) => cell).join(`, ',', `)}, E'\\r\\n')`),
  ndjson: Prisma.raw(`concat(${OBJECT}, E'\\n')`),
};
