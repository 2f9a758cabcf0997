import type { BundleHeader, BundlePart, BundleSource } from '../bundle/bundle.js';
import type { Finding, VerificationReport } from '../bundle/report.js';
import { decodeLeaf } from '../canonical/leaf.js';
import { LeafMalformedError } from '../errors/transparency-log-errors.js';
import type { VerifierKeys } from '../notes/verifier-key.js';
import { keeps, openPromise, receiptIn } from './opened-receipt.js';
import { type ReceiptReport, type ReceiptSaid, saidBy } from './verify-receipt.js';

/** Looks for what a receipt has promised among the events of a bundle as it is verified. */
export class PromiseWatch implements BundleSource {
  readonly #id: Buffer | null;
  readonly #opened;
  #kind: BundleHeader['kind'] = 'selection';
  #found: { readonly index: number; readonly leaf: Uint8Array } | null = null;
  #last: Uint8Array | null = null;
  #position = 0;

  /**
   * @param document the receipt, parsed
   * @throws BundleUnreadableError
   */
  constructor(
    private readonly bundle: BundleSource,
    document: unknown,
    keys: VerifierKeys,
  ) {
    const { statement, promise } = receiptIn(document);
    this.#opened = openPromise(statement, promise, keys);
    this.#id = 'kind' in this.#opened ? null : Buffer.from(JSON.stringify(this.#opened.statement.event.id));
  }

  async header(): Promise<BundleHeader> {
    const header = await this.bundle.header();
    this.#kind = header.kind;
    return header;
  }

  async *parts(): AsyncGenerator<readonly BundlePart[]> {
    for await (const parts of this.bundle.parts()) {
      for (const part of parts) this.#look(part);
      yield parts;
    }
  }

  close(): Promise<void> {
    return this.bundle.close();
  }

  /**
   * What the bundle says to the promise. It is broken where the whole log lacks the event, and has others that were
   * recorded after it was due: no older copy can be taken for a breach.
   */
  judged(report: VerificationReport): ReceiptReport {
    const opened = this.#opened;
    if ('kind' in opened) return told(report, opened, null);
    const found = this.#found;
    if (report.origin !== null && report.origin !== opened.origin) {
      const { origin } = report;
      const other = { kind: 'promise-of-other-log', origin, promised: opened.origin } as const;
      return told(report, other, saidBy(opened, null));
    }
    if (found !== null) {
      const kept = keeps(opened.statement, found.leaf, null);
      const { index } = found;
      const finding = kept ? null : ({ kind: 'not-as-promised', index } as const);
      return told(report, finding, saidBy(opened, kept && report.ok ? index : null));
    }
    const overdue = this.#kind === 'log' && report.ok && recordedAt(this.#last) > opened.dueAt.getTime();
    const said = saidBy(opened, null);
    const broken = { kind: 'promise-broken', id: said.eventId, dueAt: said.dueAt } as const;
    return told(report, overdue ? broken : null, said);
  }

  #look(part: BundlePart): void {
    if (part.part !== 'event') return;
    const { leaf, index } = part;
    this.#last = leaf;
    const place = index ?? this.#position;
    this.#position += 1;
    if (this.#id === null || this.#found !== null || !Buffer.from(leaf).includes(this.#id)) return;
    try {
      if (JSON.stringify(decodeLeaf(leaf).id) === this.#id.toString()) this.#found = { index: place, leaf };
    } catch (error) {
      // The verification itself says so.
      if (!(error instanceof LeafMalformedError)) throw error;
    }
  }
}

const told = (
  report: VerificationReport,
  finding: Finding | null,
  receipt: ReceiptSaid | null,
): ReceiptReport => {
  const findings = finding === null ? report.findings : [...report.findings, finding];
  return { ...report, ok: findings.length === 0, findings, receipt };
};

function recordedAt(leaf: Uint8Array | null): number {
  if (leaf === null) return 0;
  return Date.parse(decodeLeaf(leaf).recordedAt);
}
