import { text } from 'node:stream/consumers';
import { headOf } from './prisma-match-line-sql.js';
import { counted, streamOf } from './match-lines.js';
import { ExportIncompleteError, type MatchLines } from './match-snapshot.js';

const part = (lines: string): MatchLines => ({ text: lines, count: lines.length });

async function* these(...parts: MatchLines[]) {
  await Promise.resolve();
  yield* parts;
}

async function* breaking() {
  yield part('a');
  await Promise.resolve();
  throw new Error('the database went away');
}

describe('an export', () => {
  it('is its parts, one after another', async () => {
    expect(await text(streamOf('ndjson', these(part('ab'), part(''), part('c'))))).toBe('abc');
    expect(await text(streamOf('ndjson', these({ text: Buffer.from('é'), count: 1 }, part('c'))))).toBe('éc');
    expect(await text(streamOf('ndjson', these()))).toBe('');
  });

  it('as CSV begins with a header line, also where nothing fits', async () => {
    expect(headOf('csv')).toMatch(/^id,createdAt,.*\r\n$/);
    expect(await text(streamOf('csv', these(part('a'), part('b'))))).toBe(`${headOf('csv')}ab`);
    expect(await text(streamOf('csv', these()))).toBe(headOf('csv'));
  });

  it.each(['csv', 'ndjson'] as const)('as %s breaks off where reading breaks off', async (format) => {
    await expect(text(streamOf(format, breaking()))).rejects.toThrow('the database went away');
  });
});

describe('counting an export', () => {
  const ends: (readonly [number, boolean])[] = [];
  const end = (...said: [number, boolean]) => Promise.resolve(void ends.push(said));
  beforeEach(() => {
    ends.length = 0;
  });

  it('tells how many there were, before the end is seen', async () => {
    await text(streamOf('ndjson', counted(these(part('ab'), part('c')), 3, end)));
    expect(ends).toEqual([[3, true]]);
  });

  it('tells how far it came, where it breaks', async () => {
    await expect(text(streamOf('csv', counted(breaking(), 1, end)))).rejects.toThrow('went away');
    expect(ends).toEqual([[1, false]]);
  });

  it('tells how far it came, where the reader goes away', async () => {
    const parts = counted(these(part('a'), part('b')), 2, end);
    await parts.next();
    await parts.return();
    expect(ends).toEqual([[1, false]]);
  });

  it('is cut where there are not as many as were declared', async () => {
    await expect(text(streamOf('csv', counted(these(part('a')), 2, end)))).rejects.toThrow(
      ExportIncompleteError,
    );
    expect(ends).toEqual([[1, false]]);
  });

  it('is cut where its end cannot be put on record', async () => {
    const refused = () => Promise.reject(new Error('not on record'));
    for (const format of ['csv', 'ndjson'] as const) {
      await expect(text(streamOf(format, counted(these(part('a')), 1, refused)))).rejects.toThrow(
        'not on record',
      );
    }
  });
});
