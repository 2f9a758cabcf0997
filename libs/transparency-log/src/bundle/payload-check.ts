import { createHash } from 'node:crypto';
import type { BundlePart } from './bundle.js';
import { linesOf } from './ndjson-lines.js';
import { type ErasedEvents, Erasures } from './erasures.js';
import type { Findings } from './report.js';

/** Holds payloads against the events they belong to; both come in the order of the log. */
export class PayloadCheck {
  readonly #lines: AsyncGenerator<string[], void>;
  #waiting: string[] = [];
  #position = -1;
  #next: PayloadLine | null = null;
  readonly #erasures = new Erasures();

  constructor(
    chunks: AsyncIterable<Uint8Array>,
    private readonly findings: Findings,
  ) {
    this.#lines = linesOf(chunks);
  }

  /** An event without a payload is none to wonder about: its match was purged. */
  async add(part: BundlePart): Promise<void> {
    if (part.part !== 'event' || part.index === null) return;
    await this.#advance();
    if (this.#next?.index !== part.index) return;
    const hash = createHash('sha256').update(this.#next.payload).digest('base64');
    if (hash !== payloadHashOf(part.leaf)) this.findings.add({ kind: 'payload-altered', index: part.index });
    this.#erasures.add(this.#next.erased);
    this.#next = null;
  }

  /** Whatever is left belongs to no event. */
  async finish(): Promise<void> {
    for (;;) {
      await this.#advance();
      if (this.#next === null) return;
      this.findings.add({ kind: 'payload-altered', index: this.#next.index });
      this.#next = null;
    }
  }

  get erased(): readonly ErasedEvents[] {
    return this.#erasures.list;
  }

  async close(): Promise<void> {
    await this.#lines.return();
  }

  async #advance(): Promise<void> {
    if (this.#next !== null) return;
    while (this.#position + 1 >= this.#waiting.length) {
      const read = await this.#lines.next();
      if (read.done === true) return;
      this.#waiting = read.value;
      this.#position = -1;
    }
    this.#position += 1;
    this.#next = parse(this.#waiting[this.#position] ?? '');
  }
}

interface PayloadLine {
  readonly index: number;
  readonly payload: string;
  readonly erased?: unknown;
}

function parse(line: string): PayloadLine {
  try {
    const { index, payload, erased } = JSON.parse(line) as Partial<PayloadLine>;
    if (index !== undefined && Number.isSafeInteger(index) && typeof payload === 'string')
      return { index, payload, erased };
  } catch {
    // As below.
  }
  return { index: -1, payload: '' };
}

function payloadHashOf(leaf: Uint8Array): unknown {
  try {
    return (JSON.parse(Buffer.from(leaf).toString()) as { payloadHash?: unknown }).payloadHash;
  } catch {
    return undefined;
  }
}
