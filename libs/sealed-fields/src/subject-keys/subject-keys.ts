import type { Place } from '../envelope/place.js';
import { InputRefusedError } from '../errors/sealed-fields-errors.js';
import { SealedFieldsError } from '../errors/sealed-fields-error.js';
import type { KeyWrapper, WrappedKey } from '../master-keys/key-wrapper.js';
import { DataKey } from './data-key.js';
import { KeyCache } from './key-cache.js';
import type { Found } from './key-loader.js';
import { giveBackAll, KeyLoader } from './key-loader.js';
import type { LentSubjectKeys } from './lent-keys.js';
import { LentKeys } from './lent-keys.js';
import type { Envelope, SubjectKey } from './subject-key.js';
import type { SubjectKeyStore } from './subject-key-store.js';

export interface SubjectKeysOptions {
  readonly store: SubjectKeyStore;
  readonly wrapper: KeyWrapper;
  /** Unwrapped keys kept in memory; 0 for none. @default 10000 */
  readonly maxKeys?: number;
  /**
   * How long one is kept at most, in ms; 0 for not at all. Also how long another process may go on after an erasure.
   * @default 60000
   */
  readonly ttlMs?: number;
  /** A clock that never goes back, in ms. For tests. @default performance.now */
  readonly now?: () => number;
}

/** A value to be sealed. */
export interface ToSeal {
  readonly subject: string;
  readonly place: Place;
  readonly value: string;
}

/** A value to be opened. */
export interface ToOpen {
  readonly subject: string;
  readonly place: Place;
  readonly envelope: Uint8Array;
}

/** One value of a list that was opened: an erased person among them is no reason to show nothing of the others. */
export type Opened =
  | { readonly opened: true; readonly value: string }
  | { readonly opened: false; readonly error: SealedFieldsError };

/** A load under way. Those who want the same subject meanwhile wait for it, too. */
interface Flight {
  readonly landed: Promise<Found | null | undefined>;
  waiters: number;
  /** The subject was erased meanwhile: what was read may be older than that. */
  stale: boolean;
}

/** A data key per subject: made when first needed, kept for a while, destroyed with the subject. */
export class SubjectKeys {
  readonly #store: SubjectKeyStore;
  readonly #loader: KeyLoader;
  readonly #cache: KeyCache;
  /** Every key whose bytes are in memory: in the cache, or lent. */
  readonly #live = new Set<DataKey>();
  readonly #sealing = new Map<string, Flight>();
  readonly #opening = new Map<string, Flight>();

  constructor({ store, wrapper, maxKeys = 10_000, ttlMs = 60_000, now }: SubjectKeysOptions) {
    wholeUpTo(10_000_000, 'maxKeys', maxKeys);
    wholeUpTo(86_400_000, 'ttlMs', ttlMs);
    this.#store = store;
    this.#loader = new KeyLoader(store, wrapper, (subject, dataKey) => this.#keep(subject, dataKey));
    this.#cache = new KeyCache(maxKeys, ttlMs, now ?? (() => performance.now()));
  }

  /**
   * Lends keys for as long as `work` takes; those that are not there yet are made.
   * @throws what the store, the wrapper or `work` throws
   */
  toSeal<T>(
    subjects: Iterable<string>,
    work: (keys: LentSubjectKeys) => T | PromiseLike<T>,
  ): Promise<Awaited<T>> {
    return this.#lend(subjects, true, work);
  }

  /**
   * Lends keys for as long as `work` takes. A subject without a key fails only where `work` asks for it.
   * @throws what the store, the wrapper or `work` throws
   */
  toOpen<T>(
    subjects: Iterable<string>,
    work: (keys: LentSubjectKeys) => T | PromiseLike<T>,
  ): Promise<Awaited<T>> {
    return this.#lend(subjects, false, work);
  }

  /**
   * For a subject that comes into being by one write, together with its key and what is first sealed under it: the store
   * is not asked. The subject has to be one that nobody else can know of before that write, such as a random UUID.
   *
   * @param write seals, and stores the wrapped key where the rows of `SubjectKeyStore` are kept, under the same promises;
   *   answers null where it has stored nothing after all
   * @returns what `write` answered; where that is null, or `write` throws, the key is forgotten
   */
  async toSealFirst<T>(
    subject: string,
    write: (key: SubjectKey, wrapped: WrappedKey) => PromiseLike<T | null>,
  ): Promise<T | null> {
    const { key, wrapped } = await this.#loader.fresh(subject);
    const lent = new LentKeys(new Map([[subject, key]]));
    try {
      const written = await write(lent.of(subject), wrapped);
      // Erased since it was stored, it stays so: who gets it from the cache is told.
      if (written !== null) this.#cache.put(key);
      return written;
    } finally {
      lent.end();
    }
  }

  /**
   * Each key is fetched and unwrapped once, however many values it seals.
   * @throws SubjectErasedError and what else `toSeal` throws; nothing is sealed then
   */
  sealAll(values: readonly ToSeal[]): Promise<Envelope[]> {
    return this.toSeal(subjectsOf(values), (keys) =>
      values.map(({ subject, place, value }) => keys.of(subject).seal(value, place)),
    );
  }

  /**
   * Each key is fetched and unwrapped once, however many values it opens.
   * @returns for each a value, or why there is none
   */
  openAll(sealed: readonly ToOpen[]): Promise<Opened[]> {
    return this.toOpen(subjectsOf(sealed), (keys) => sealed.map((one) => openOne(keys, one)));
  }

  /**
   * Erases a subject: everything sealed for it is unreadable from now on, in this process at once and in others within
   * `ttlMs`, unless they hear of it and call {@link revoke}. Backups of the store have to expire by themselves.
   */
  async destroy(subject: string): Promise<void> {
    await this.#store.destroy(subject);
    this.revoke(subject);
  }

  /** For a subject that another process has erased: overwrites its key here, even where it is lent just now. */
  revoke(subject: string): void {
    for (const flights of [this.#sealing, this.#opening]) {
      const flight = flights.get(subject);
      if (flight !== undefined) flight.stale = true;
    }
    for (const key of [...this.#live]) if (key.subject === subject) key.erase();
    this.#cache.drop(subject);
  }

  /** Overwrites every key that is not lent. For the end of the process. */
  close(): void {
    this.#cache.clear();
  }

  async #lend<T>(
    subjects: Iterable<string>,
    make: boolean,
    work: (keys: LentSubjectKeys) => T | PromiseLike<T>,
  ): Promise<Awaited<T>> {
    const keys = new LentKeys(await this.#acquire([...new Set(subjects)], make));
    try {
      return await work(keys);
    } finally {
      keys.end();
    }
  }

  /** @returns each key with the caller as one of its users */
  async #acquire(subjects: readonly string[], make: boolean): Promise<Map<string, Found>> {
    const held = new Map<string, Found>();
    const missing: string[] = [];
    for (const subject of subjects) {
      const cached = this.#cache.get(subject);
      if (cached === undefined) missing.push(subject);
      else held.set(subject, cached.lend());
    }
    if (missing.length === 0) return held;
    try {
      const landed = await Promise.allSettled(this.#board(missing, make).map((flight) => flight.landed));
      const again: string[] = [];
      for (const [i, subject] of missing.entries()) {
        const one = landed[i];
        if (one?.status !== 'fulfilled') continue;
        if (one.value) held.set(subject, one.value);
        else again.push(subject);
      }
      const failed = landed.find((one) => one.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
      if (again.length > 0) for (const one of await this.#acquire(again, make)) held.set(...one);
      return held;
    } catch (error) {
      giveBackAll(held.values());
      throw error;
    }
  }

  /** Joins the flights there are, and starts one for the rest. */
  #board(subjects: readonly string[], make: boolean): Flight[] {
    const flights = make ? this.#sealing : this.#opening;
    const rest = subjects.filter((subject) => !flights.has(subject));
    if (rest.length > 0) {
      const flying = this.#fly(rest, make, flights);
      for (const subject of rest) {
        const landed = flying.then((found) => found.get(subject));
        flights.set(subject, { landed, waiters: 0, stale: false });
      }
    }
    return subjects.flatMap((subject) => {
      const flight = flights.get(subject);
      if (flight === undefined) return [];
      flight.waiters += 1;
      return [flight];
    });
  }

  async #fly(
    subjects: readonly string[],
    make: boolean,
    flights: Map<string, Flight>,
  ): Promise<Map<string, Found | null>> {
    try {
      const found = await this.#loader.load(subjects, make);
      // From here to the end nothing waits, so nobody can join whom we have not counted.
      return new Map([...found].map(([subject, one]) => [subject, this.#land(one, flights.get(subject))]));
    } finally {
      for (const subject of subjects) flights.delete(subject);
    }
  }

  /** Hands a key to the cache and to each who waits for it; null where they have to look again. */
  #land(found: Found, flight: Flight | undefined): Found | null {
    if (found instanceof SealedFieldsError) return found;
    if (flight === undefined || flight.stale) {
      found.giveBack();
      return null;
    }
    for (let i = 0; i < flight.waiters; i++) found.lend();
    this.#cache.put(found);
    found.giveBack();
    return found;
  }

  #keep(subject: string, dataKey: Uint8Array): DataKey {
    const key = new DataKey(subject, dataKey, (wiped) => this.#live.delete(wiped));
    this.#live.add(key);
    return key;
  }
}

function openOne(keys: LentSubjectKeys, { subject, place, envelope }: ToOpen): Opened {
  try {
    return { opened: true, value: keys.of(subject).open(envelope, place) };
  } catch (error) {
    if (error instanceof SealedFieldsError) return { opened: false, error };
    throw error;
  }
}

function* subjectsOf(values: readonly { readonly subject: string }[]): Iterable<string> {
  for (const { subject } of values) yield subject;
}

function wholeUpTo(most: number, name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0 || value > most) {
    throw new InputRefusedError(name, `it has to be a whole number from 0 to ${most}`);
  }
}
