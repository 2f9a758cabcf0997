import type { ErasedEvents } from '../bundle/erasures.js';
import type { Finding, VerificationReport } from '../bundle/report.js';
import type { ReceiptSaid } from '../receipt/verify-receipt.js';
import type { ZipRefusal } from '../zip/zip-refused-error.js';
import type { UsageError } from './arguments.js';

/** One sentence for each kind of finding. */
export type FindingTexts = {
  readonly [Kind in Finding['kind']]: (finding: Extract<Finding, { kind: Kind }>) => string;
};

/** Everything that the program says to people. */
export interface Texts {
  readonly usage: string;
  readonly problems: Readonly<Record<UsageError['problem'], string>>;
  readonly badKey: (problem: string) => string;
  /** Why a zip is not read. */
  readonly zip: Readonly<Record<ZipRefusal, string>>;
  readonly exported: (of: { readonly id: string; readonly rows: number }) => string;
  readonly genuineReceipt: string;
  readonly receipt: (said: ReceiptSaid) => string;
  /** Events that are not in the log yet. */
  readonly pending: (count: number) => string;
  readonly furtherPages: string;
  readonly erased: (events: ErasedEvents) => string;
  readonly unreadable: (problem: string, at: string | null) => string;
  readonly progress: (events: number, declared: number) => string;
  readonly genuine: (report: VerificationReport) => string;
  readonly tampered: (findings: number) => string;
  readonly signedBy: (keys: readonly string[]) => string;
  readonly cosignedBy: (keys: readonly string[]) => string;
  readonly continues: (size: number) => string;
  readonly noOldCheckpoint: string;
  readonly selection: string;
  readonly intactUntil: (size: number) => string;
  readonly more: (count: number) => string;
  readonly findings: FindingTexts;
}

export function describeFinding(texts: Texts, finding: Finding): string {
  const describe = texts.findings[finding.kind] as (one: Finding) => string;
  return describe(finding);
}
