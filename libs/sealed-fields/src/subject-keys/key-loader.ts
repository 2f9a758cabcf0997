import { randomFillSync } from 'node:crypto';
import { lengthPrefixed } from '../envelope/length-prefixed.js';
import { SealedFieldsError } from '../errors/sealed-fields-error.js';
import {
  SubjectErasedError,
  SubjectUnknownError,
  WrappedKeyRefusedError,
} from '../errors/sealed-fields-errors.js';
import type { KeyWrapper, WrappedKey } from '../master-keys/key-wrapper.js';
import { DATA_KEY_BYTES } from './data-key-bytes.js';
import type { DataKey } from './data-key.js';
import type { StoredSubjectKey, SubjectKeyStore } from './subject-key-store.js';

/** A key, or why this subject has none to give. */
export type Found = DataKey | SealedFieldsError;

/** Brings data keys from the store, unwrapped, and makes those that are not there yet. */
export class KeyLoader {
  constructor(
    private readonly store: SubjectKeyStore,
    private readonly wrapper: KeyWrapper,
    private readonly keyOf: (subject: string, dataKey: Uint8Array) => DataKey,
  ) {}

  /**
   * One query for all; another where some are made.
   * @returns each key with one user, the caller
   * @throws InputRefusedError for a subject that cannot be one; what the store or the wrapper rejects with
   */
  async load(subjects: readonly string[], make: boolean): Promise<Map<string, Found>> {
    for (const subject of subjects) lengthPrefixed({ subject });
    const stored = bySubject(await this.store.get(subjects));
    const absent = make ? subjects.filter((subject) => !stored.has(subject)) : [];
    const made = absent.length > 0 ? await this.#make(absent) : new Map<string, Found>();
    const rest = subjects.filter((subject) => !made.has(subject));
    const opened = await this.#openAll(rest, stored).catch((error: unknown) => {
      giveBackAll(made.values());
      throw error;
    });
    return new Map([...made, ...opened]);
  }

  /**
   * A key for a subject that nobody knows of yet, stored nowhere.
   * @returns it with one user, the caller
   * @throws InputRefusedError for a subject that cannot be one; what the wrapper rejects with
   */
  async fresh(subject: string): Promise<{ readonly key: DataKey; readonly wrapped: WrappedKey }> {
    lengthPrefixed({ subject });
    const dataKey = randomFillSync(new Uint8Array(DATA_KEY_BYTES));
    try {
      const wrapped = await this.wrapper.wrap(dataKey, subject);
      return { key: this.keyOf(subject, dataKey), wrapped };
    } finally {
      dataKey.fill(0);
    }
  }

  async #make(subjects: readonly string[]): Promise<Map<string, Found>> {
    const fresh = subjects.map((subject) => ({
      subject,
      dataKey: randomFillSync(new Uint8Array(DATA_KEY_BYTES)),
    }));
    try {
      const offered = await Promise.all(
        fresh.map(async (one) => ({
          ...one,
          wrapped: await this.wrapper.wrap(one.dataKey, one.subject),
        })),
      );
      const standing = bySubject(
        await this.store.insertIfAbsent(offered.map(({ subject, wrapped }) => ({ subject, wrapped }))),
      );
      const ours = offered.filter(({ subject, wrapped }) => same(standing.get(subject)?.wrapped, wrapped));
      // Whoever came second takes the key of whoever came first.
      const won = new Set(ours.map(({ subject }) => subject));
      const lost = subjects.filter((subject) => !won.has(subject));
      const made = await this.#openAll(lost, standing);
      for (const { subject, dataKey } of ours) made.set(subject, this.keyOf(subject, dataKey));
      return made;
    } finally {
      for (const { dataKey } of fresh) dataKey.fill(0);
    }
  }

  async #openAll(
    subjects: readonly string[],
    stored: ReadonlyMap<string, StoredSubjectKey>,
  ): Promise<Map<string, Found>> {
    const opened = await Promise.allSettled(
      subjects.map(async (subject) => [subject, await this.#open(subject, stored.get(subject))] as const),
    );
    const found = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = opened.find((one) => one.status === 'rejected');
    if (failed !== undefined) {
      giveBackAll(found.map(([, key]) => key));
      throw failed.reason;
    }
    return new Map(found);
  }

  async #open(subject: string, stored: StoredSubjectKey | undefined): Promise<Found> {
    if (stored === undefined) return new SubjectUnknownError();
    const { wrapped } = stored;
    if (wrapped === null) return new SubjectErasedError();
    try {
      const dataKey = await this.wrapper.unwrap(wrapped, subject);
      if (dataKey.length !== DATA_KEY_BYTES) return new WrappedKeyRefusedError(wrapped.masterKeyId);
      return this.keyOf(subject, dataKey);
    } catch (error) {
      if (error instanceof SealedFieldsError) return error;
      throw error;
    }
  }
}

export function giveBackAll(found: Iterable<Found>): void {
  for (const one of found) if (!(one instanceof SealedFieldsError)) one.giveBack();
}

function bySubject(stored: readonly StoredSubjectKey[]): Map<string, StoredSubjectKey> {
  return new Map(stored.map((one) => [one.subject, one]));
}

function same(a: WrappedKey | null | undefined, b: WrappedKey): boolean {
  return a?.masterKeyId === b.masterKeyId && Buffer.compare(a.bytes, b.bytes) === 0;
}
