import { randomUUID } from 'node:crypto';
import type { Database, Prisma } from '@dqe-admin/database';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { FORMULAS } from '../../../../test/corpora/injections.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { matchesOn } from '../../../../test/support/matches-on.js';
import { viewOf } from '../matches/match.view.js';
import { headOf } from './prisma-match-line-sql.js';
import { PrismaMatchLines } from './prisma-match-lines.js';

type Given = Partial<Prisma.MatchUncheckedCreateInput>;

let place: TestDatabase;
let database: Database;
let lines: PrismaMatchLines;
let reader: ReturnType<typeof matchesOn>['reader'];
beforeAll(async () => {
  place = await testDatabase();
  database = await place.open();
  const matches = matchesOn(database);
  reader = matches.reader;
  lines = new PrismaMatchLines(matches.database);
});
afterAll(() => place.drop());

async function made(given: Given): Promise<string> {
  const id = randomUUID();
  await database.client.match.create({
    data: {
      ...{ id, status: 'rejected', createdAt: new Date('2026-02-03T04:05:06.007Z'), country: 'FR' },
      ...{ numberSealed: new Uint8Array(1), numberHint: '01', identitySealed: new Uint8Array(1) },
      ...{ consentOffered: false, ...given },
    },
  });
  return id;
}

const ndjson = async (id: string): Promise<unknown> =>
  JSON.parse((await lines.these('ndjson', [id])).text) as unknown;

async function csv(id: string): Promise<Record<string, string>> {
  const { text } = await lines.these('csv', [id]);
  const rows: Record<string, string>[] = parse(headOf('csv') + text, { columns: true, relax_quotes: false });
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

const AT = new Date('2026-02-03T04:05:07.000Z');
const SCORES = {
  ...{ familyName: 1, givenName: 0.05, gender: null, birthDate: 0, email: 0.123456789 },
  address: { country: 1, postalCode: null, streetAddress: 0.5, locality: 0.25 },
};
const REASON = {
  ...{ field: 'familyName', finding: 'agrees', weight: 'decisive', score: 1 },
  ...{ agreesFrom: 0.85, contradictsBelow: 0.6 },
};
const SCORED: Given = {
  ...{ status: 'scored', settledAt: AT, scores: SCORES, verdict: 'match', verdictPolicy: 'default@1' },
  verdictReasons: [REASON],
};
const FAILED = { errorId: '13', errorType: 'operator "[Orange]", not\nfound', errorCategory: 'not_covered' };

const MATCHES: readonly (readonly [string, Given])[] = [
  ['has only begun', { status: 'requested' }],
  ['has scores', { ...SCORED, operator: 'Orange', reference: 'R-1 "é", \\ \u2028' }],
  ['has scores, but no reasons', { ...SCORED, verdictReasons: [] }],
  ['failed', { ...FAILED, errorRetryable: true, settledAt: AT }],
  ['failed, by an earlier release', { errorId: '13' }],
  ['is contested', { ...SCORED, reviewState: 'open' }],
  ['is contested no more', { ...SCORED, reviewState: 'closed' }],
  ['was overridden', { ...SCORED, reviewState: 'closed', overrideVerdict: 'mismatch', overrideAt: AT }],
  ['waits for consent', { status: 'consent_pending', operator: 'SFR' }],
];

describe.each(MATCHES)('a match that %s', (_, given) => {
  it('is an object as the API shows it, in the same order, and as a row says the same', async () => {
    const id = await made(given);
    const [record] = await reader.these([id]);
    const shown = viewOf({ ...record!, consent: null });
    const { verdict, scores, error, review, erased, ...view } = shown;
    const line = await ndjson(id);
    expect(line).toEqual(JSON.parse(JSON.stringify(shown)));
    expect(Object.keys(line as object)).toEqual(Object.keys(shown));
    expect(Object.values(await csv(id))).toEqual(
      [
        ...[view.id, view.createdAt, view.settledAt, view.status, view.number, view.country, view.operator],
        ...[verdict?.result, verdict?.policy, scores?.familyName, scores?.givenName, scores?.gender],
        ...[scores?.birthDate, scores?.email, scores?.address.country, scores?.address.postalCode],
        ...[scores?.address.streetAddress, scores?.address.locality, error?.id, error?.type],
        ...[error?.category, view.reference, review?.state, review?.override?.verdict, review?.override?.at],
        ...[erased?.at, erased?.certificateId],
      ].map((cell) => String(cell ?? '')),
    );
  });
});

it('tells of an erasure, by which certificate', async () => {
  const subjectId = randomUUID();
  await database.client.subject.create({ data: { id: subjectId, createdAt: AT, erasedAt: AT } });
  const other = await made({});
  const certificateId = randomUUID();
  await database.query(`
    INSERT INTO erasures (id, outcome, ground, subject_id, at, actor_kind, actor_id, counts, refusals)
    VALUES ('${certificateId}', 'erased', 'request', '${subjectId}', '${AT.toISOString()}', 'person', 'x', '{}', '[]')`);
  await database.query(`
    ALTER TABLE matches DISABLE TRIGGER USER;
    UPDATE matches SET subject_id = '${subjectId}' WHERE id = '${other}';
    ALTER TABLE matches ENABLE TRIGGER USER`);
  expect(await ndjson(other)).toMatchObject({ erased: { at: AT.toISOString(), certificateId } });
  expect(await csv(other)).toMatchObject({
    ...{ 'erased.at': AT.toISOString(), 'erased.certificateId': certificateId },
  });
});

it('never has the address of a consent page', async () => {
  const id = await made({
    status: 'consent_pending',
    consent: {
      create: {
        stateHash: Buffer.from(randomUUID()),
        urlSealed: new Uint8Array(1),
        openedAt: AT,
        expiresAt: AT,
      },
    },
  });
  expect(await ndjson(id)).toMatchObject({ status: 'consent_pending', consent: null });
});

/** Every place of a row that holds text of somebody else's: the partner's, the operator's, DQE's. */
const PLACES: Readonly<Record<string, (formula: string) => Given>> = {
  reference: (reference) => ({ reference }),
  operator: (operator) => ({ operator }),
  errorType: (errorType) => ({ errorId: '13', errorType }),
  errorId: (errorId) => ({ errorId }),
  policy: (verdictPolicy) => ({ status: 'scored', verdict: 'match', verdictPolicy }),
};

describe.each(Object.entries(PLACES))('of the corpus of formulas in %s', (column, put) => {
  it('none begins a cell, and each cell stays one', async () => {
    for (const formula of FORMULAS) {
      const row = await csv(await made(put(formula)));
      expect([formula, row[column]]).toEqual([formula, `'${formula}`]);
    }
  });
});

it('keeps text in its cell, whatever it is', async () => {
  const FIRST = fc.constantFrom(...['', '=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
  const PART = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('"', ',', '\n', '\r\n', "'", '\\'));
  const id = await made({});
  await fc.assert(
    fc.asyncProperty(FIRST, fc.array(PART), async (first, parts) => {
      const reference = (first + parts.join('')).replaceAll('\0', '');
      await database.client.match.update({ where: { id }, data: { reference } });
      const { text } = await lines.these('csv', [id]);
      // Readers take any line break for the end of a row, where it is not quoted.
      for (const rowEnd of ['\r\n', ['\r\n', '\n', '\r']]) {
        const [row, ...more] = parse(text, { record_delimiter: rowEnd, relax_quotes: false });
        expect(more).toEqual([]);
        expect(row!.slice(-6)).toEqual([harmless(reference), '', '', '', '', '']);
      }
      expect(await ndjson(id)).toMatchObject({ reference });
    }),
    { numRuns: 150 },
  );
});

const harmless = (text: string) => (/^[-=+@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);

it('is those there are, newest first', async () => {
  const ids = [await made({}), await made({}), await made({})].sort().reverse();
  expect(await lines.these('ndjson', ids)).toMatchObject({ count: 3 });
  expect(await lines.these('csv', [randomUUID()])).toEqual({ text: '', count: 0 });
  const { text } = await lines.these('ndjson', ids);
  const found = text.trimEnd().split('\n');
  expect(found.map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(ids);
});
