import { BundleUnreadableError } from '../errors/transparency-log-errors.js';
import type { VerifierKeys } from '../notes/verifier-key.js';
import type { ConsistencyFrom } from './bundle.js';
import { type ErasedEvents, Erasures } from './erasures.js';
import { hashesIn, type ListedEvent, ListedEvents } from './listed-events.js';
import type { VerificationReport } from './report.js';
import { verifyBundle, type VerifyBundleOptions } from './verify-bundle.js';

/** What the verification of the evidence of a match found. */
export interface EvidenceReport extends VerificationReport {
  /** Events that are on record and were not in the log yet: nothing proves them. */
  readonly pending: number;
  /** Whether there are further pages, which are to be verified, too. */
  readonly furtherPages: boolean;
  /** As the service says; nothing signed does. */
  readonly erased: readonly ErasedEvents[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Verifies the events of a match as `GET /api/v1/evidence/matches/:id` answers them: each proof, and each payload.
 * @param document the answer, parsed
 * @throws BundleUnreadableError
 */
export async function verifyEvidence(
  document: unknown,
  keys: VerifierKeys,
  options: VerifyBundleOptions = {},
): Promise<EvidenceReport> {
  const { checkpoint, items, consistency, nextAfter } = (document ?? {}) as Fields;
  if (typeof checkpoint !== 'string') throw new BundleUnreadableError('it has no checkpoint yet', null);
  if (!Array.isArray(items)) throw new BundleUnreadableError('it has no list of events', null);
  const entries = items.map((one) => (one ?? {}) as Fields);
  const logged = entries.filter(({ index }) => index !== null);
  const events = new ListedEvents(checkpoint, logged.map(eventOf), consistencyIn(consistency));
  const report = await verifyBundle(events, keys, options);
  const findings = [...report.findings, ...events.payloadFindings()];
  const erasures = new Erasures();
  for (const { erased } of logged) erasures.add(erased);
  return {
    ...{ ...report, ok: findings.length === 0, findings },
    ...{ pending: entries.length - logged.length, furtherPages: typeof nextAfter === 'number' },
    erased: erasures.list,
  };
}

function eventOf({ index, leaf, payload, proof }: Fields, at: number): ListedEvent {
  if (!Number.isSafeInteger(index) || typeof leaf !== 'string') {
    throw new BundleUnreadableError('it is no event of the log', `items[${at}]`);
  }
  const text = typeof payload === 'string' ? payload : null;
  return { index: index as number, leaf, payload: text, proof: hashesIn(proof) };
}

function consistencyIn(value: unknown): readonly ConsistencyFrom[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one) => {
    const { from, proof } = (one ?? {}) as Fields;
    const hashes = hashesIn(proof);
    return Number.isSafeInteger(from) && hashes !== null ? [{ from: from as number, proof: hashes }] : [];
  });
}
