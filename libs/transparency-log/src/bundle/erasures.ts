/** Events of somebody who was erased. */
export interface ErasedEvents {
  /** ISO 8601. */
  readonly at: string;
  readonly certificateId: string;
  /** So many of the events have something sealed for them. */
  readonly events: number;
}

/** More are counted with none. */
const MOST = 1_000;

/** Collects whom a bundle says to be erased. */
export class Erasures {
  readonly #by = new Map<string, ErasedEvents>();

  /** @param erased as it was read: what is none is passed over */
  add(erased: unknown): void {
    const { at, certificateId } = (erased ?? {}) as { at?: unknown; certificateId?: unknown };
    if (!isTime(at) || !isId(certificateId)) return;
    const before = this.#by.get(certificateId);
    if (before === undefined && this.#by.size >= MOST) return;
    this.#by.set(certificateId, { at, certificateId, events: (before?.events ?? 0) + 1 });
  }

  get list(): readonly ErasedEvents[] {
    return [...this.#by.values()];
  }
}

/** Printed as they are: so nothing else gets to somebody's terminal. */
const isTime = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[\x21-\x7e]{1,100}$/.test(value);
