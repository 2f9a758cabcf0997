import { TransparencyLogError } from '../errors/transparency-log-error.js';
import {
  CheckpointMalformedError,
  NoteMalformedError,
  NoteNotSignedError,
  SignatureInvalidError,
} from '../errors/transparency-log-errors.js';
import { same } from '../bytes/same.js';
import { toBase64 } from '../bytes/base64.js';
import { verifyConsistency } from '../merkle/verify-consistency.js';
import { openCheckpoint, type Checkpoint, type OpenedCheckpoint } from '../notes/checkpoint.js';
import type { VerifiedSignature } from '../notes/open-note.js';
import type { VerifierKeys } from '../notes/verifier-key.js';
import type { BundleHeader, BundleSource } from './bundle.js';
import { LogVerification } from './log-verification.js';
import {
  Findings,
  type Finding,
  type SignedBy,
  type VerificationReport,
  type WhichCheckpoint,
} from './report.js';
import { SelectionVerification } from './selection-verification.js';

export interface VerifyBundleOptions {
  /** A checkpoint of the same log that was saved earlier: without one, a rewritten history that was signed anew, or an older copy, looks genuine. */
  readonly oldCheckpoint?: string | Uint8Array;
  /** How many trusted witnesses have to have cosigned. @default 0 */
  readonly witnesses?: number;
  /** How many findings are listed; the others are counted. @default 1000 */
  readonly maxFindings?: number;
  /** Told now and then how many events were read, of how many that were declared. */
  readonly onProgress?: (events: number, declared: number) => void;
}

/**
 * Verifies a bundle as it streams by: the signature of its checkpoint, its events against the checkpoint, and the
 * checkpoint against an older one. What is wrong with it is in the report; only what cannot be read at all throws.
 * @throws BundleUnreadableError
 */
export async function verifyBundle(
  bundle: BundleSource,
  keys: VerifierKeys,
  options: VerifyBundleOptions = {},
): Promise<VerificationReport> {
  try {
    return await verify(bundle, keys, options);
  } finally {
    await bundle.close();
  }
}

async function verify(
  bundle: BundleSource,
  keys: VerifierKeys,
  options: VerifyBundleOptions,
): Promise<VerificationReport> {
  const { witnesses = 0, maxFindings = 1000 } = options;
  const findings = new Findings(maxFindings);
  const header = await bundle.header();
  const opened = tryOpen(header.checkpoint, keys, 'checkpoint', findings);
  const old =
    options.oldCheckpoint === undefined
      ? null
      : tryOpen(options.oldCheckpoint, keys, 'old-checkpoint', findings);
  const report = (
    events: number,
    continues: number | null,
    intactUntil: number | null,
  ): VerificationReport => ({
    ok: !findings.any,
    kind: header.kind,
    origin: opened?.checkpoint.origin ?? null,
    size: opened?.checkpoint.size ?? null,
    root: opened === null ? null : toBase64(opened.checkpoint.root),
    signatures: (opened?.signatures ?? []).map(signedBy),
    cosignatures: (opened?.cosignatures ?? []).map(signedBy),
    events,
    continues,
    intactUntil,
    findings: findings.list,
    more: findings.more,
  });
  if (opened === null) return report(0, null, null);
  if (opened.cosignatures.length < witnesses) {
    findings.add({ kind: 'too-few-witnesses', wanted: witnesses, found: opened.cosignatures.length });
  }
  const { checkpoint } = opened;
  const comparable = comparableTo(old?.checkpoint ?? null, checkpoint, findings);

  const verification =
    header.kind === 'log'
      ? new LogVerification(checkpoint, comparable, findings)
      : new SelectionVerification(checkpoint, findings);
  for await (const parts of bundle.parts()) {
    for (const part of parts) verification.add(part);
    options.onProgress?.(verification.given, header.count);
  }
  const given = verification.given;
  if (given !== header.count || (header.kind === 'log' && header.count !== checkpoint.size)) {
    findings.add({ kind: 'count', declared: header.count, given, size: checkpoint.size });
  }

  if (verification instanceof SelectionVerification) {
    return report(given, continuesOf(header, comparable, checkpoint, findings), null);
  }
  const { continues, intact } = verification.finish();
  if (comparable === null) return report(given, null, null);
  if (continues === false) {
    findings.add({ kind: 'forked', oldSize: comparable.size, size: checkpoint.size });
  }
  return report(given, continues === true ? comparable.size : null, intact ? comparable.size : null);
}

/** The older checkpoint, where it is of the same log and not newer; the rest is found here. */
function comparableTo(old: Checkpoint | null, checkpoint: Checkpoint, findings: Findings): Checkpoint | null {
  if (old === null) return null;
  if (old.origin !== checkpoint.origin) {
    findings.add({ kind: 'other-log', origin: checkpoint.origin, oldOrigin: old.origin });
    return null;
  }
  if (old.size > checkpoint.size) {
    findings.add({ kind: 'rolled-back', oldSize: old.size, size: checkpoint.size });
    return null;
  }
  return old;
}

function continuesOf(
  { consistency }: BundleHeader,
  old: Checkpoint | null,
  checkpoint: Checkpoint,
  findings: Findings,
): number | null {
  if (old === null) return null;
  const proof = consistency.find(({ from }) => from === old.size)?.proof ?? [];
  if (verifyConsistency({ older: old, newer: checkpoint, proof })) return old.size;
  const forked = old.size === checkpoint.size && !same(old.root, checkpoint.root);
  findings.add(
    forked
      ? { kind: 'forked', oldSize: old.size, size: checkpoint.size }
      : { kind: 'consistency-unproven', oldSize: old.size },
  );
  return null;
}

function tryOpen(
  note: string | Uint8Array,
  keys: VerifierKeys,
  which: WhichCheckpoint,
  findings: Findings,
): OpenedCheckpoint | null {
  try {
    return openCheckpoint(note, keys);
  } catch (error) {
    if (!(error instanceof TransparencyLogError)) throw error;
    findings.add(asFinding(error, which));
    return null;
  }
}

function asFinding(error: TransparencyLogError, which: WhichCheckpoint): Finding {
  if (error instanceof NoteNotSignedError) return { kind: 'not-signed', which, signers: error.signers };
  if (error instanceof SignatureInvalidError) return { kind: 'signature-invalid', which, key: error.key };
  if (error instanceof NoteMalformedError || error instanceof CheckpointMalformedError) {
    return { kind: 'checkpoint-malformed', which, problem: error.problem };
  }
  throw error;
}

function signedBy({ key, at }: VerifiedSignature): SignedBy {
  const seconds = at === null ? null : Number(at);
  // A witness may state a time beyond all calendars.
  const time = seconds === null || seconds > 8.64e12 ? null : new Date(seconds * 1000).toISOString();
  return { key: `${key.name}+${key.id}`, at: time };
}
