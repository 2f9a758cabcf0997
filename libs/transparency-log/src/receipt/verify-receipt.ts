import { ListedEvents } from '../bundle/listed-events.js';
import type { Finding, VerificationReport } from '../bundle/report.js';
import { verifyBundle, type VerifyBundleOptions } from '../bundle/verify-bundle.js';
import type { VerifierKeys } from '../notes/verifier-key.js';
import { keeps, type OpenedPromise, openPromise, receiptIn } from './opened-receipt.js';

/** What a receipt says, once it is known to be signed. */
export interface ReceiptSaid {
  readonly eventId: string;
  readonly type: string;
  /** ISO 8601. */
  readonly at: string;
  readonly issuedAt: string;
  /** By when the event is in the log. */
  readonly dueAt: string;
  /** Where it was shown to be in the log; null: nowhere yet. */
  readonly index: number | null;
}

/** What the verification of a receipt found. */
export interface ReceiptReport extends VerificationReport {
  /** null: nothing that can be believed. */
  readonly receipt: ReceiptSaid | null;
}

const UNPROVEN: Omit<VerificationReport, 'ok' | 'origin' | 'signatures' | 'findings'> = {
  ...({ kind: 'selection', size: null, root: null, cosignatures: [], events: 0 } as const),
  ...{ continues: null, intactUntil: null, more: 0 },
};

/**
 * Verifies a receipt: that the log has signed what it says, and where it brings a proof, that the event is in the log and says the same.
 * Without a proof it is a promise, whose breach `PromiseWatch` shows.
 * @param document the receipt, parsed
 * @throws BundleUnreadableError
 */
export async function verifyReceipt(
  document: unknown,
  keys: VerifierKeys,
  options: VerifyBundleOptions = {},
): Promise<ReceiptReport> {
  const { statement, promise, inclusion } = receiptIn(document);
  const opened = openPromise(statement, promise, keys);
  if ('kind' in opened) {
    return { ...UNPROVEN, ok: false, origin: null, signatures: [], findings: [opened], receipt: null };
  }
  const { origin, signatures } = opened;
  if (inclusion === null) {
    const receipt = saidBy(opened, null);
    return { ...UNPROVEN, ok: true, origin, signatures, findings: [], receipt };
  }
  const { index, leaf, payload, checkpoint } = inclusion;
  const events = new ListedEvents(checkpoint, [inclusion]);
  const report = await verifyBundle(events, keys, options);
  const findings: Finding[] = [...report.findings, ...events.payloadFindings()];
  if (report.origin !== null && report.origin !== origin) {
    findings.push({ kind: 'promise-of-other-log', origin: report.origin, promised: origin });
  }
  if (!keeps(opened.statement, Buffer.from(leaf), payload)) findings.push({ kind: 'not-as-promised', index });
  const ok = findings.length === 0;
  return { ...report, ok, findings, receipt: saidBy(opened, ok ? index : null) };
}

export function saidBy({ statement, issuedAt, dueAt }: OpenedPromise, index: number | null): ReceiptSaid {
  const { id: eventId, type, at } = statement.event;
  return { eventId, type, at, issuedAt: issuedAt.toISOString(), dueAt: dueAt.toISOString(), index };
}
