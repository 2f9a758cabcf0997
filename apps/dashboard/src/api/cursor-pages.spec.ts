import { CursorPages } from './cursor-pages.ts';

/** A list of as many items, in pages of two; what was asked for is kept. */
function listOf(count: number) {
  const asked: (string | null)[] = [];
  const fetch = (cursor: string | null) => {
    asked.push(cursor);
    const from = Number(cursor ?? 0);
    const items = Array.from({ length: Math.max(0, Math.min(2, count - from)) }, (_, index) => from + index);
    return Promise.resolve({ items, nextCursor: from + 2 < count ? String(from + 2) : null });
  };
  return { asked, fetch };
}

describe('CursorPages', () => {
  it('goes from page to page with one question each', async () => {
    const pages = new CursorPages();
    const { asked, fetch } = listOf(6);
    for (const page of [1, 2, 3, 2]) await pages.get('list', page, fetch);
    expect(asked).toEqual([null, '2', '4', '2']);
  });

  it('walks to a page nobody has been to', async () => {
    const { asked, fetch } = listOf(6);
    const page = await new CursorPages().get('list', 3, fetch);
    expect(page).toEqual({ items: [4, 5], nextCursor: null });
    expect(asked).toEqual([null, '2', '4']);
  });

  it('gives the last page where there are fewer', async () => {
    const { fetch } = listOf(3);
    expect(await new CursorPages().get('list', 9, fetch)).toEqual({ items: [2], nextCursor: null });
  });

  it('begins anew with the first page, and keeps lists apart', async () => {
    const pages = new CursorPages();
    const { asked, fetch } = listOf(6);
    await pages.get('a', 2, fetch);
    await pages.get('a', 1, fetch);
    await pages.get('a', 3, fetch);
    await pages.get('b', 2, fetch);
    expect(asked).toEqual([null, '2', null, '2', '4', null, '2']);
  });
});
