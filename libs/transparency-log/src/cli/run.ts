import type { SignedBy, VerificationReport } from '../bundle/report.js';
import { verifyBundle, type VerifyBundleOptions } from '../bundle/verify-bundle.js';
import { type EvidenceReport, verifyEvidence } from '../bundle/verify-evidence.js';
import { type ExportReport, verifyExport } from '../bundle/verify-export.js';
import { TransparencyLogError } from '../errors/transparency-log-error.js';
import { BundleUnreadableError, KeyRefusedError } from '../errors/transparency-log-errors.js';
import { VerifierKeys } from '../notes/verifier-key.js';
import { PromiseWatch } from '../receipt/promise-watch.js';
import { type ReceiptReport, verifyReceipt } from '../receipt/verify-receipt.js';
import { ZipRefusedError } from '../zip/zip-refused-error.js';
import { languageOf, parseArguments, UsageError, type Arguments } from './arguments.js';
import { textsOf } from './languages.js';
import { documentIn } from './open-document.js';
import { isZip, openTarget, openZip, readWhole, TOKEN_VARIABLE } from './open-target.js';
import { describeFinding, type Texts } from './texts.js';

export const EXIT = { genuine: 0, tampered: 1, usage: 2, unreadable: 3 } as const;

/** How often the progress is told, in events. */
const PROGRESS_EVERY = 100_000;

type AnyReport = VerificationReport | ExportReport | EvidenceReport | ReceiptReport;

/** What the program has of its surroundings. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** The program, from its arguments to its exit code. */
export async function run(argv: readonly string[], { env, out, err }: Surroundings): Promise<number> {
  const texts = textsOf(languageOf(argv, env));
  const json = argv.includes('--json');
  const fail = (code: number, error: string, message: string): number => {
    if (json) out(`${JSON.stringify({ ok: false, error: { code: error, message } }, null, 2)}\n`);
    else err(`${message}\n`);
    return code;
  };
  try {
    const args = parseArguments(argv);
    if (args === null) {
      out(`${texts.usage}\n`);
      return EXIT.genuine;
    }
    const token = env[TOKEN_VARIABLE]?.trim() || null;
    const report = await verify(args, token, texts, err);
    out(args.json ? `${JSON.stringify(report, null, 2)}\n` : describe(report, args, texts));
    return report.ok ? EXIT.genuine : EXIT.tampered;
  } catch (error) {
    if (error instanceof UsageError) {
      return fail(EXIT.usage, 'USAGE', `${texts.problems[error.problem]}\n\n${texts.usage}`);
    }
    if (error instanceof KeyRefusedError) return fail(EXIT.usage, error.code, texts.badKey(error.problem));
    if (error instanceof ZipRefusedError) {
      return fail(EXIT.unreadable, error.code, texts.unreadable(texts.zip[error.reason], error.at));
    }
    if (error instanceof BundleUnreadableError) {
      return fail(EXIT.unreadable, error.code, texts.unreadable(error.problem, error.at));
    }
    if (error instanceof TransparencyLogError) {
      return fail(EXIT.unreadable, error.code, texts.unreadable(error.message, null));
    }
    throw error;
  }
}

async function verify(
  args: Arguments,
  token: string | null,
  texts: Texts,
  err: (text: string) => void,
): Promise<AnyReport> {
  const keys = new VerifierKeys((await Promise.all(args.keys.map(keysIn))).flat());
  const oldCheckpoint = args.checkpoint === null ? null : await readWhole(args.checkpoint);
  let told = 0;
  const options: VerifyBundleOptions = {
    ...(oldCheckpoint !== null && { oldCheckpoint }),
    witnesses: args.witnesses,
    onProgress: (events, declared) => {
      if (args.quiet || events - told < PROGRESS_EVERY) return;
      told = events;
      err(`${texts.progress(events, declared)}\n`);
    },
  };
  const promised = args.receipt === null ? null : await documentIn(args.receipt);
  if (args.receipt !== null && promised?.kind !== 'receipt') throw new UsageError('receipt');
  if (await isZip(args.target)) {
    if (promised !== null) throw new UsageError('receipt');
    return verifyExport(await openZip(args.target), keys, options);
  }
  const saved = await documentIn(args.target);
  if (saved !== null) {
    if (promised !== null) throw new UsageError('receipt');
    const verifySaved = saved.kind === 'receipt' ? verifyReceipt : verifyEvidence;
    return verifySaved(saved.content, keys, options);
  }
  const bundle = await openTarget(args.target, token);
  if (promised === null) return verifyBundle(bundle, keys, options);
  const watch = new PromiseWatch(bundle, promised.content, keys);
  return watch.judged(await verifyBundle(watch, keys, options));
}

/** A key given as such, or those of a file; lines that begin with # are remarks. */
async function keysIn(given: string): Promise<string[]> {
  if (/^[^+]+\+[0-9a-f]{8}\+/.test(given)) return [given];
  const lines = Buffer.from(await readWhole(given))
    .toString()
    .split('\n');
  const keys = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'));
  if (keys.length === 0) throw new UsageError('key');
  return keys;
}

function describe(report: AnyReport, args: Arguments, texts: Texts): string {
  const { ok, findings, more, signatures, cosignatures, continues, intactUntil, kind } = report;
  const names = (all: readonly SignedBy[]) => all.map(({ key, at }) => (at === null ? key : `${key} ${at}`));
  const receipt = 'receipt' in report ? report.receipt : null;
  const lines = ok
    ? [report.events === 0 && receipt !== null ? texts.genuineReceipt : texts.genuine(report)]
    : [
        texts.tampered(findings.length + more),
        ...findings.map((finding) => `  - ${describeFinding(texts, finding)}`),
        ...(more > 0 ? [`  - ${texts.more(more)}`] : []),
      ];
  if ('export' in report && report.export !== null) lines.push(texts.exported(report.export));
  if (receipt !== null) lines.push(texts.receipt(receipt));
  if ('erased' in report) lines.push(...report.erased.map(texts.erased));
  if ('pending' in report && report.pending > 0) lines.push(texts.pending(report.pending));
  if ('furtherPages' in report && report.furtherPages) lines.push(texts.furtherPages);
  if (signatures.length > 0) lines.push(texts.signedBy(names(signatures)));
  if (cosignatures.length > 0) lines.push(texts.cosignedBy(names(cosignatures)));
  if (continues !== null) lines.push(texts.continues(continues));
  if (!ok && intactUntil !== null) lines.push(texts.intactUntil(intactUntil));
  const isOfLog = report.size !== null;
  if (args.checkpoint === null && isOfLog && signatures.length > 0) lines.push(texts.noOldCheckpoint);
  if (kind === 'selection' && isOfLog && receipt === null) lines.push(texts.selection);
  return `${lines.join('\n')}\n`;
}
