interface Waiting<Item, Answer> {
  readonly item: Item;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions<Item> {
  /** Items in one statement, at most: so that none grows without end. */
  readonly most: number;
  /** Milliseconds the first of a group waits for others. 0: nobody waits but for the statement before. */
  readonly waitMs: number;
  /** Statements under way at the same time, at most: one that waits for a lock does not hold up the others. */
  readonly atOnce: number;
  /** What no two of one group may have in common; the second waits for the next. */
  readonly keyOf?: (item: Item) => string;
  /** Whether the database refused the statement, and nothing of it was carried out: then each is tried on its own. */
  readonly isRefused: (error: unknown) => boolean;
}

/**
 * Writes what many ask for by one statement. While enough are under way, what comes waits, and goes together in the next:
 * a busy service writes dozens at a time, an idle one waits for nobody. Nothing is acknowledged before its statement is
 * committed.
 */
export class GroupCommit<Item, Answer> {
  #waiting: Waiting<Item, Answer>[] = [];
  #writers = 0;

  /** @param write one statement; answers each item in its place */
  constructor(
    private readonly write: (items: readonly Item[]) => Promise<readonly Answer[]>,
    private readonly options: GroupCommitOptions<Item>,
  ) {}

  /** @returns what `write` answers to it; fails as the statement does */
  add(item: Item): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (this.#writers < this.options.atOnce) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    const { most, waitMs } = this.options;
    this.#writers += 1;
    while (this.#waiting.length > 0) {
      if (waitMs > 0 && this.#waiting.length < most)
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      const group = this.#next();
      if (group.length > 0) await this.#commit(group);
    }
    this.#writers -= 1;
  }

  #next(): readonly Waiting<Item, Answer>[] {
    const { most, keyOf } = this.options;
    if (keyOf === undefined) return this.#waiting.splice(0, most);
    const keys = new Set<string>();
    const group: Waiting<Item, Answer>[] = [];
    const left: Waiting<Item, Answer>[] = [];
    for (const waiting of this.#waiting) {
      const key = keyOf(waiting.item);
      if (group.length === most || keys.has(key)) left.push(waiting);
      else group.push(waiting);
      keys.add(key);
    }
    this.#waiting = left;
    return group;
  }

  async #commit(group: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await this.write(group.map(({ item }) => item));
      group.forEach(({ resolve }, i) => resolve(answers[i] as Answer));
    } catch (error) {
      if (group.length > 1 && this.options.isRefused(error))
        for (const one of group) await this.#commit([one]);
      else for (const { reject } of group) reject(error);
    }
  }
}
