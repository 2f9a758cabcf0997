import { createHash } from 'node:crypto';
import { same } from '../bytes/same.js';
import { BundleUnreadableError } from '../errors/transparency-log-errors.js';
import {
  NoteMalformedError,
  NoteNotSignedError,
  SignatureInvalidError,
} from '../errors/transparency-log-errors.js';
import { openNote } from '../notes/open-note.js';
import type { VerifierKeys } from '../notes/verifier-key.js';
import { StrictZip } from '../zip/strict-zip.js';
import type { ZipSource } from '../zip/zip-source.js';
import type { BundlePart, BundleSource } from './bundle.js';
import type { ErasedEvents } from './erasures.js';
import { EXPORT_FILES, type ExportManifest, manifestText, parseManifest } from './export-manifest.js';
import { NdjsonBundle } from './ndjson-bundle.js';
import { PayloadCheck } from './payload-check.js';
import { type Finding, Findings, type VerificationReport } from './report.js';
import { verifyBundle, type VerifyBundleOptions } from './verify-bundle.js';

/** Larger ones are read by nobody. */
const MOST_MANIFEST_BYTES = 16 << 20;
const NEWLINE = 0x0a;

/** What the verification of an export found. */
export interface ExportReport extends VerificationReport {
  /** Null where the manifest cannot be read. */
  readonly export: { readonly id: string; readonly rows: number } | null;
  /** As the signed manifest has it: whose events are proved, and say nothing of them any more. */
  readonly erased: readonly ErasedEvents[];
}

/**
 * Verifies an export in a zip: its form, each file against the manifest, the manifest against the signature, the events
 * against the checkpoint, and the payloads against the events.
 * @throws BundleUnreadableError it is no zip, or one that could say different things to different readers
 */
export async function verifyExport(
  source: ZipSource,
  keys: VerifierKeys,
  options: VerifyBundleOptions = {},
): Promise<ExportReport> {
  try {
    const zip = await StrictZip.open(source);
    const findings = new Findings(options.maxFindings ?? 1000);
    const manifest = await checkFiles(zip, keys, findings);
    const { report, erased } = await checkEvents(zip, keys, options, findings);
    return {
      ...report,
      erased,
      ok: !findings.any,
      findings: findings.list,
      more: findings.more,
      export: manifest === null ? null : { id: manifest.id, rows: manifest.rows },
    };
  } finally {
    await source.close();
  }
}

async function checkFiles(
  zip: StrictZip,
  keys: VerifierKeys,
  findings: Findings,
): Promise<ExportManifest | null> {
  const bytes = await wholeOf(zip, EXPORT_FILES.manifest, findings);
  const signature = await wholeOf(zip, EXPORT_FILES.signature, findings);
  if (bytes !== null && signature !== null) findings.add(...signatureFindings(bytes, signature, keys));
  const manifest = bytes === null ? null : parseManifest(bytes);
  if (manifest === null) {
    if (bytes !== null) findings.add({ kind: 'file-altered', file: EXPORT_FILES.manifest });
    return null;
  }
  const listed = new Map(manifest.files.map((file) => [file.name, file]));
  for (const name of [
    EXPORT_FILES.rows,
    EXPORT_FILES.events,
    EXPORT_FILES.payloads,
    EXPORT_FILES.checkpoint,
  ]) {
    if (!listed.has(name)) findings.add({ kind: 'file-missing', file: name });
  }
  for (const name of zip.names) {
    const own = name === EXPORT_FILES.manifest || name === EXPORT_FILES.signature;
    if (!own && !listed.has(name)) findings.add({ kind: 'file-added', file: name });
  }
  for (const { name, sha256, bytes: size } of listed.values()) {
    const given = await digestOf(zip, name);
    if (zip.sizeOf(name) === null) findings.add({ kind: 'file-missing', file: name });
    else if (given?.sha256 !== sha256 || given.bytes !== size)
      findings.add({ kind: 'file-altered', file: name });
    if (name === EXPORT_FILES.rows && given !== null && given.lines !== manifest.rows) {
      findings.add({ kind: 'rows', declared: manifest.rows, given: given.lines });
    }
  }
  return manifest;
}

function signatureFindings(manifest: Uint8Array, signature: Uint8Array, keys: VerifierKeys): Finding[] {
  const which = 'manifest';
  try {
    const { text, verified } = openNote(signature, keys);
    // A witness says that it saw a log; it has seen no export.
    if (verified.every(({ at }) => at !== null)) throw new NoteNotSignedError([]);
    return text === manifestText(manifest) ? [] : [{ kind: 'file-altered', file: EXPORT_FILES.manifest }];
  } catch (error) {
    if (error instanceof NoteNotSignedError) return [{ kind: 'not-signed', which, signers: error.signers }];
    if (error instanceof SignatureInvalidError) return [{ kind: 'signature-invalid', which, key: error.key }];
    if (error instanceof NoteMalformedError) return [{ kind: 'file-altered', file: EXPORT_FILES.signature }];
    throw error;
  }
}

const NO_EVENTS: VerificationReport = {
  ...{ ok: false, kind: 'selection', origin: null, size: null, root: null, signatures: [], cosignatures: [] },
  ...{ events: 0, continues: null, intactUntil: null, findings: [], more: 0 },
};

/** What cannot be read of it is a finding: the zip as such can be. */
async function checkEvents(
  zip: StrictZip,
  keys: VerifierKeys,
  options: VerifyBundleOptions,
  findings: Findings,
): Promise<{ readonly report: VerificationReport; readonly erased: readonly ErasedEvents[] }> {
  const events = new ExportEvents(zip, findings);
  try {
    const report = await verifyBundle(events, keys, options);
    if (report.kind !== 'selection') findings.add({ kind: 'file-altered', file: EXPORT_FILES.events });
    findings.add(...report.findings);
    findings.more += report.more;
    return { report, erased: events.erased };
  } catch (error) {
    if (!(error instanceof BundleUnreadableError)) throw error;
    findings.add({ kind: 'file-unreadable', file: error.at ?? EXPORT_FILES.events });
    return { report: NO_EVENTS, erased: [] };
  }
}

/** The events of an export, and beside them their payloads. */
class ExportEvents implements BundleSource {
  readonly #events: NdjsonBundle;
  readonly #payloads: PayloadCheck;

  constructor(
    private readonly zip: StrictZip,
    private readonly findings: Findings,
  ) {
    this.#events = new NdjsonBundle(zip.file(EXPORT_FILES.events));
    this.#payloads = new PayloadCheck(zip.file(EXPORT_FILES.payloads), findings);
  }

  get erased(): readonly ErasedEvents[] {
    return this.#payloads.erased;
  }

  async header() {
    const header = await this.#events.header();
    const checkpoint = await wholeOf(this.zip, EXPORT_FILES.checkpoint, this.findings);
    if (checkpoint !== null && !same(checkpoint, Buffer.from(header.checkpoint))) {
      this.findings.add({ kind: 'checkpoint-differs' });
    }
    return header;
  }

  async *parts(): AsyncGenerator<readonly BundlePart[]> {
    for await (const parts of this.#events.parts()) {
      for (const part of parts) await this.#payloads.add(part);
      yield parts;
    }
    await this.#payloads.finish();
  }

  async close(): Promise<void> {
    await this.#payloads.close();
    await this.#events.close();
  }
}

/** null, and a finding, where it is not there or damaged. */
async function wholeOf(zip: StrictZip, name: string, findings: Findings): Promise<Uint8Array | null> {
  const size = zip.sizeOf(name);
  if (size === null || size > MOST_MANIFEST_BYTES) {
    findings.add({ kind: size === null ? 'file-missing' : 'file-altered', file: name });
    return null;
  }
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of zip.file(name)) pieces.push(piece);
    return Buffer.concat(pieces);
  } catch (error) {
    if (!(error instanceof BundleUnreadableError)) throw error;
    findings.add({ kind: 'file-altered', file: name });
    return null;
  }
}

async function digestOf(
  zip: StrictZip,
  name: string,
): Promise<{ readonly sha256: string; readonly bytes: number; readonly lines: number } | null> {
  const hash = createHash('sha256');
  let [bytes, lines, last] = [0, 0, NEWLINE];
  try {
    for await (const piece of zip.file(name)) {
      hash.update(piece);
      bytes += piece.length;
      for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) lines += 1;
      last = piece.at(-1) ?? last;
    }
  } catch (error) {
    if (!(error instanceof BundleUnreadableError)) throw error;
    return null;
  }
  return { sha256: hash.digest('hex'), bytes, lines: lines + (last === NEWLINE ? 0 : 1) };
}
