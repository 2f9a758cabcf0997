import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import type { MatchRecord } from '../matches/match-record.js';
import { ExportIncompleteError } from './match-snapshot.js';
import { counted, csvText, toCsv, toNdjson } from './match-lines.js';

const record = (given: Partial<MatchRecord> = {}): MatchRecord => ({
  id: '01a206d3-8ad5-7733-a1e0-bd77ff4a5f4e',
  status: 'rejected',
  numberHint: '01',
  country: 'FR',
  operator: null,
  scores: null,
  verdict: null,
  consent: null,
  error: null,
  reference: null,
  review: null,
  erased: null,
  createdAt: new Date(0),
  settledAt: null,
  ...given,
});

async function* these(...records: MatchRecord[]) {
  await Promise.resolve();
  yield* records;
}

async function* breaking() {
  yield record();
  await Promise.resolve();
  throw new Error('the database went away');
}

describe('an export as CSV', () => {
  it('has a header line, and one line a match', async () => {
    const csv = await text(toCsv(these(record(), record({ reference: 'R-1' }))));
    const rows: Record<string, string>[] = parse(csv, { columns: true });
    expect(rows).toHaveLength(2);
    expect(rows[1]).toMatchObject({ number: '********01', reference: 'R-1', verdict: '' });
  });

  it('has its header line also where nothing fits', async () => {
    expect(await text(toCsv(these()))).toMatch(/^id,createdAt,/);
  });

  it('lets no cell begin as a formula', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string(), async (first, rest) => {
        const csv = await text(toCsv(these(record({ reference: first + rest }))));
        const [row] = parse(csv, { columns: true, relax_quotes: false });
        expect((row as Record<string, string>).reference).toBe(`'${first}${rest}`);
      }),
    );
  });

  it('is the same text in parts', async () => {
    const parts = csvText([record()], true) + csvText([record({ reference: '=1' })], false);
    expect(parts).toBe(await text(toCsv(these(record(), record({ reference: '=1' })))));
    expect(csvText([], true)).toBe(await text(toCsv(these())));
  });

  it('breaks off where reading breaks off, and does not look complete', async () => {
    await expect(text(toCsv(breaking()))).rejects.toThrow('the database went away');
  });
});

describe('an export as NDJSON', () => {
  it('has one JSON object a line', async () => {
    const lines = (await text(toNdjson(these(record(), record())))).trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { number: string }).number)).toEqual([
      '********01',
      '********01',
    ]);
  });

  it('breaks off where reading breaks off', async () => {
    await expect(text(toNdjson(breaking()))).rejects.toThrow('the database went away');
  });
});

describe('counting an export', () => {
  const ends: (readonly [number, boolean])[] = [];
  const end = (...said: [number, boolean]) => Promise.resolve(void ends.push(said));
  beforeEach(() => {
    ends.length = 0;
  });

  it('tells how many there were, before the end is seen', async () => {
    await text(toNdjson(counted(these(record(), record()), 2, end)));
    expect(ends).toEqual([[2, true]]);
  });

  it('tells how far it came, where it breaks', async () => {
    await expect(text(toCsv(counted(breaking(), 1, end)))).rejects.toThrow('went away');
    expect(ends).toEqual([[1, false]]);
  });

  it('tells how far it came, where the reader goes away', async () => {
    const matches = counted(these(record(), record(), record()), 3, end);
    await matches.next();
    await matches.return();
    expect(ends).toEqual([[1, false]]);
  });

  it('is cut where there are not as many as were declared', async () => {
    await expect(text(toCsv(counted(these(record()), 2, end)))).rejects.toThrow(ExportIncompleteError);
    expect(ends).toEqual([[1, false]]);
  });

  it('is cut where its end cannot be put on record', async () => {
    const refused = () => Promise.reject(new Error('not on record'));
    await expect(text(toCsv(counted(these(record()), 1, refused)))).rejects.toThrow('not on record');
    await expect(text(toNdjson(counted(these(record()), 1, refused)))).rejects.toThrow('not on record');
  });
});
