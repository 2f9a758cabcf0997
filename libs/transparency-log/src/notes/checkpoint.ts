import { fromBase64, toBase64 } from '../bytes/base64.js';
import {
  CheckpointMalformedError,
  InputRefusedError,
  NoteNotSignedError,
} from '../errors/transparency-log-errors.js';
import { HASH_BYTES } from '../merkle/hashing.js';
import { requireCount } from '../merkle/tree-size.js';
import type { TreeHead } from '../merkle/verify-consistency.js';
import { SIGNATURE_TYPES } from './key-id.js';
import { openNote, type OpenedNote, type VerifiedSignature } from './open-note.js';
import { signNote } from './signed-note.js';
import type { SigningKey } from './signing-key.js';
import type { VerifierKeys } from './verifier-key.js';

/** What a log states of itself (C2SP `tlog-checkpoint`). */
export interface Checkpoint extends TreeHead {
  /** Which log, best a URL without its scheme. */
  readonly origin: string;
  /** Lines whose meaning is the log's own. Best none: nobody can audit them. */
  readonly extensions: readonly string[];
}

/** A checkpoint whose log is known to have signed it. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** By the log itself, at least one. */
  readonly signatures: readonly VerifiedSignature[];
  /** By witnesses that are trusted. */
  readonly cosignatures: readonly VerifiedSignature[];
}

/** The text that is signed. */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  requireCount('size', size);
  if (root.length !== HASH_BYTES) throw new InputRefusedError('root', 'it has 32 bytes');
  const lines = [origin, String(size), toBase64(root), ...extensions];
  if (lines.some((line) => line === '' || line.includes('\n'))) {
    throw new InputRefusedError('origin and extensions', 'each is one line, and not empty');
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** @throws CheckpointMalformedError */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n');
  const end = rest.pop();
  if (end !== '' || [origin, size, root, ...rest].includes('')) {
    throw new CheckpointMalformedError('it has to be three lines or more, none of them empty');
  }
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) {
    throw new CheckpointMalformedError('its size is no number from 0 to 2^53 - 1');
  }
  const hash = fromBase64(root);
  if (hash?.length !== HASH_BYTES) throw new CheckpointMalformedError('its root is not base64 of 32 bytes');
  return { origin, size: Number(size), root: hash, extensions: rest };
}

/** A checkpoint as a signed note. The name of each key has to be the origin. */
export function signCheckpoint(head: TreeHead, origin: string, keys: readonly SigningKey[]): string {
  const foreign = keys.find(({ verifierKey }) => !isOfLog(verifierKey, origin));
  if (foreign !== undefined) {
    throw new InputRefusedError('key', 'a log signs with log keys (type 1) whose name is its origin');
  }
  return signNote(formatCheckpoint({ ...head, origin, extensions: [] }), keys);
}

/**
 * Verifies a checkpoint. A key of the log has to have signed it, one whose name is the origin: a witness vouches for
 * what it saw, and not for whose it is.
 * @throws NoteMalformedError, SignatureInvalidError, NoteNotSignedError, CheckpointMalformedError
 */
export function openCheckpoint(note: string | Uint8Array, keys: VerifierKeys): OpenedCheckpoint {
  const opened = openNote(note, keys);
  const checkpoint = parseCheckpoint(opened.text);
  const signatures = opened.verified.filter(({ key }) => isOfLog(key, checkpoint.origin));
  if (signatures.length === 0) throw new NoteNotSignedError(signersOf(opened));
  const cosignatures = opened.verified.filter(({ key }) => key.type === SIGNATURE_TYPES.cosignature);
  return { checkpoint, signatures, cosignatures };
}

const isOfLog = (key: { type: number; name: string }, origin: string): boolean =>
  key.type === SIGNATURE_TYPES.log && key.name === origin;

const signersOf = ({ verified, ignored }: OpenedNote): string[] => [
  ...verified.map(({ key }) => `${key.name}+${key.id}`),
  ...ignored.map(({ name, keyId }) => `${name}+${keyId}`),
];
