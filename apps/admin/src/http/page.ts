import { cursorAfter, idOfCursor } from '../matches/cursor.js';
import type { PageQuery } from './query.js';

const DEFAULT_LIMIT = 50;

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/**
 * One page of a list.
 * @param read up to so many after the id, in the order of the list
 * @throws Problem the cursor is none of ours
 */
export async function pageOf<Item extends { readonly id: string }>(
  { limit = DEFAULT_LIMIT, cursor }: PageQuery,
  read: (limit: number, before: string | null) => Promise<readonly Item[]>,
): Promise<Page<Item>> {
  // One more than asked for tells whether there is a next page.
  const found = await read(limit + 1, cursor === undefined ? null : idOfCursor(cursor));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last.id) : null };
}
