import type { WrappedKey } from '../master-keys/key-wrapper.js';
import type {
  Rewrapping,
  StoredSubjectKey,
  SubjectKeyStore,
  WrappedSubjectKey,
} from './subject-key-store.js';

/** For tests, and for programs that keep nothing. */
export class InMemorySubjectKeyStore implements SubjectKeyStore {
  readonly #rows = new Map<string, WrappedKey | null>();

  get(subjects: readonly string[]): Promise<readonly StoredSubjectKey[]> {
    return Promise.resolve(this.#standing(subjects));
  }

  insertIfAbsent(keys: readonly WrappedSubjectKey[]): Promise<readonly StoredSubjectKey[]> {
    for (const { subject, wrapped } of keys) {
      if (!this.#rows.has(subject)) this.#rows.set(subject, wrapped);
    }
    return Promise.resolve(this.#standing(keys.map(({ subject }) => subject)));
  }

  replace(changes: readonly Rewrapping[]): Promise<number> {
    const possible = changes.filter(({ subject, from }) => sameWrapped(this.#rows.get(subject), from));
    for (const { subject, to } of possible) this.#rows.set(subject, to);
    return Promise.resolve(possible.length);
  }

  destroy(subject: string): Promise<void> {
    this.#rows.set(subject, null);
    return Promise.resolve();
  }

  listNotWrappedBy(
    masterKeyId: string,
    { after, limit }: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly WrappedSubjectKey[]> {
    const found = [...this.#rows].flatMap(([subject, wrapped]) =>
      wrapped !== null && wrapped.masterKeyId !== masterKeyId && (after === null || subject > after)
        ? [{ subject, wrapped }]
        : [],
    );
    return Promise.resolve(found.sort((a, b) => (a.subject < b.subject ? -1 : 1)).slice(0, limit));
  }

  countByMasterKey(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    for (const wrapped of this.#rows.values()) {
      if (wrapped !== null) counts.set(wrapped.masterKeyId, (counts.get(wrapped.masterKeyId) ?? 0) + 1);
    }
    return Promise.resolve(counts);
  }

  #standing(subjects: readonly string[]): StoredSubjectKey[] {
    return subjects.flatMap((subject) => {
      const wrapped = this.#rows.get(subject);
      return wrapped === undefined ? [] : [{ subject, wrapped }];
    });
  }
}

function sameWrapped(a: WrappedKey | null | undefined, b: WrappedKey): boolean {
  return a?.masterKeyId === b.masterKeyId && Buffer.compare(a.bytes, b.bytes) === 0;
}
