import { createHash } from 'node:crypto';
import { fromBase64 } from '../bytes/base64.js';
import type { BundleHeader, BundlePart, BundleSource, ConsistencyFrom } from './bundle.js';
import type { Finding } from './report.js';

/** An event in a JSON document, as the service answers it. */
export interface ListedEvent {
  readonly index: number;
  /** Byte for byte what was hashed. */
  readonly leaf: string;
  /** What the leaf has the hash of; null where it is not given. */
  readonly payload: string | null;
  readonly proof: readonly Uint8Array[] | null;
}

/** Events that are all there, each with its inclusion proof. */
export class ListedEvents implements BundleSource {
  constructor(
    private readonly checkpoint: string,
    private readonly events: readonly ListedEvent[],
    private readonly consistency: readonly ConsistencyFrom[] = [],
  ) {}

  header(): Promise<BundleHeader> {
    const { checkpoint, consistency } = this;
    return Promise.resolve({ kind: 'selection', count: this.events.length, checkpoint, consistency });
  }

  async *parts(): AsyncGenerator<readonly BundlePart[]> {
    yield await Promise.resolve(
      this.events.map(({ index, leaf, proof }) => ({
        ...({ part: 'event', index, leaf: Buffer.from(leaf), proof } as const),
      })),
    );
  }

  /** Payloads that are not what their events have the hash of. */
  payloadFindings(): readonly Finding[] {
    return this.events
      .filter(({ leaf, payload }) => payload !== null && hashOf(payload) !== payloadHashIn(leaf))
      .map(({ index }) => ({ kind: 'payload-altered', index }));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Hashes in base64, as JSON has them; null where they are none. */
export function hashesIn(value: unknown): readonly Uint8Array[] | null {
  if (!Array.isArray(value)) return null;
  const hashes = value.map((one) => (typeof one === 'string' ? fromBase64(one) : null));
  return hashes.every((one) => one !== null) ? hashes : null;
}

const hashOf = (payload: string): string => createHash('sha256').update(payload).digest('base64');

function payloadHashIn(leaf: string): unknown {
  try {
    return (JSON.parse(leaf) as { payloadHash?: unknown }).payloadHash;
  } catch {
    return undefined;
  }
}
