/** A page of a list, as every route of the service gives it. */
export interface CursorPage<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** How many lists are remembered; the oldest is forgotten. */
const MOST = 50;

/**
 * react-admin counts pages, the service hands out cursors: this remembers which page begins at which cursor. Going to a
 * page nobody has been to yet walks there from the nearest one known.
 */
export class CursorPages {
  readonly #known = new Map<string, (string | null)[]>();

  /**
   * @param list tells lists apart: resource, filter, size of a page
   * @param page from 1
   * @param fetch a page by its cursor; null: the first
   */
  async get<T>(
    list: string,
    page: number,
    fetch: (cursor: string | null) => Promise<CursorPage<T>>,
  ): Promise<CursorPage<T>> {
    const cursors = this.#cursorsOf(list, page);
    for (;;) {
      const at = Math.min(page, cursors.length);
      const found = await fetch(cursors[at - 1] ?? null);
      cursors.length = at;
      if (found.nextCursor !== null) cursors[at] = found.nextCursor;
      if (at === page || found.nextCursor === null) return found;
    }
  }

  /** The first page begins anew each time: what follows may have moved. */
  #cursorsOf(list: string, page: number): (string | null)[] {
    const known = page === 1 ? undefined : this.#known.get(list);
    const cursors = known ?? [null];
    this.#known.delete(list);
    this.#known.set(list, cursors);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    return cursors;
  }
}
