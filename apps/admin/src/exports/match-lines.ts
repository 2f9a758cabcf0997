import { stringify } from 'csv-stringify';
import { stringify as stringifySync } from 'csv-stringify/sync';
import { Readable } from 'node:stream';
import { CSV_FORMAT } from '../documents/csv.js';
import type { MatchRecord } from '../matches/match-record.js';
import { viewOf } from '../matches/match.view.js';
import { ExportIncompleteError } from './match-snapshot.js';

/**
 * The same matches. `end` is told how many were handed out, and whether these were all, before the reader sees the end.
 * @throws ExportIncompleteError there are not as many as were declared
 */
export async function* counted<T>(
  matches: AsyncIterable<T>,
  declared: number,
  end: (count: number, complete: boolean) => Promise<void>,
): AsyncGenerator<T, void, undefined> {
  let count = 0;
  let complete = false;
  try {
    for await (const match of matches) {
      count += 1;
      yield match;
    }
    if (count !== declared) throw new ExportIncompleteError();
    complete = true;
  } finally {
    await end(count, complete);
  }
}

/** One JSON object a line, each as the API shows a match. */
export const toNdjson = (matches: AsyncIterable<MatchRecord>): Readable =>
  Readable.from(ndjsonLines(matches), { objectMode: false });

async function* ndjsonLines(matches: AsyncIterable<MatchRecord>): AsyncGenerator<string, void, undefined> {
  for await (const match of matches) yield ndjsonLine(match);
}

export const ndjsonLine = (match: MatchRecord): string => `${JSON.stringify(viewOf(match))}\n`;

/** RFC 4180 with a header line; a cell that a spreadsheet would run as a formula is made text. */
export function toCsv(matches: AsyncIterable<MatchRecord>): Readable {
  const csv = stringify(CSV);
  const rows = Readable.from(csvRows(matches));
  // pipe() does not hand errors on, and a broken export has to be cut, not to look complete.
  rows.on('error', (error) => csv.destroy(error));
  csv.on('close', () => rows.destroy());
  return rows.pipe(csv);
}

async function* csvRows(matches: AsyncIterable<MatchRecord>) {
  for await (const match of matches) yield cellsOf(match);
}

/** The same as text, of some matches; the first ones bring the header line along. */
export const csvText = (matches: readonly MatchRecord[], first: boolean): string =>
  stringifySync(matches.map(cellsOf), { ...CSV, header: first });

const cellsOf = (match: MatchRecord) => Object.values(COLUMNS).map((cell) => cell(viewOf(match)) ?? '');

type View = ReturnType<typeof viewOf>;

const COLUMNS: Readonly<Record<string, (match: View) => string | number | null | undefined>> = {
  id: ({ id }) => id,
  createdAt: ({ createdAt }) => createdAt,
  settledAt: ({ settledAt }) => settledAt,
  status: ({ status }) => status,
  number: ({ number }) => number,
  country: ({ country }) => country,
  operator: ({ operator }) => operator,
  verdict: ({ verdict }) => verdict?.result,
  policy: ({ verdict }) => verdict?.policy,
  familyName: ({ scores }) => scores?.familyName,
  givenName: ({ scores }) => scores?.givenName,
  gender: ({ scores }) => scores?.gender,
  birthDate: ({ scores }) => scores?.birthDate,
  email: ({ scores }) => scores?.email,
  'address.country': ({ scores }) => scores?.address.country,
  'address.postalCode': ({ scores }) => scores?.address.postalCode,
  'address.streetAddress': ({ scores }) => scores?.address.streetAddress,
  'address.locality': ({ scores }) => scores?.address.locality,
  errorId: ({ error }) => error?.id,
  errorType: ({ error }) => error?.type,
  errorCategory: ({ error }) => error?.category,
  reference: ({ reference }) => reference,
  'review.state': ({ review }) => review?.state,
  'review.override.verdict': ({ review }) => review?.override?.verdict,
  'review.override.at': ({ review }) => review?.override?.at,
  'erased.at': ({ erased }) => erased?.at,
  'erased.certificateId': ({ erased }) => erased?.certificateId,
};

const CSV = { ...CSV_FORMAT, header: true, columns: Object.keys(COLUMNS) };
