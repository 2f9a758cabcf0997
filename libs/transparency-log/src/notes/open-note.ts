import { NoteNotSignedError, SignatureInvalidError } from '../errors/transparency-log-errors.js';
import { cosignedMessage, splitCosignature } from './cosignature.js';
import { SIGNATURE_TYPES } from './key-id.js';
import { parseNote, type NoteSignature } from './signed-note.js';
import type { VerifierKey, VerifierKeys } from './verifier-key.js';

/** A signature that was verified. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** When a witness cosigned, in seconds since 1970; null for the signature of a log, which has no time. */
  readonly at: bigint | null;
}

/** A note that at least one trusted key has signed. */
export interface OpenedNote {
  readonly text: string;
  /** At least one, each key once. */
  readonly verified: readonly VerifiedSignature[];
  /** Signatures of keys that are not known. They say nothing, good or bad. */
  readonly ignored: readonly NoteSignature[];
}

/**
 * Verifies a note. Unknown signatures are ignored, also those that share only the name or only the id with a known
 * key; one by a known key that does not verify makes the whole note invalid.
 * @throws NoteMalformedError, SignatureInvalidError, NoteNotSignedError
 */
export function openNote(note: string | Uint8Array, keys: VerifierKeys): OpenedNote {
  const { text, signatures } = parseNote(note);
  const verified = new Map<VerifierKey, VerifiedSignature>();
  const ignored: NoteSignature[] = [];
  for (const one of signatures) {
    const key = keys.find(one.name, one.keyId);
    if (key === undefined) {
      ignored.push(one);
      continue;
    }
    const signature = verify(key, text, one.signature);
    if (!verified.has(key)) verified.set(key, signature);
  }
  if (verified.size === 0) {
    throw new NoteNotSignedError(signatures.map(({ name, keyId }) => `${name}+${keyId}`));
  }
  return { text, verified: [...verified.values()], ignored };
}

function verify(key: VerifierKey, text: string, bytes: Uint8Array): VerifiedSignature {
  if (key.type === SIGNATURE_TYPES.log) {
    if (key.verify(Buffer.from(text), bytes)) return { key, at: null };
  } else {
    const parts = splitCosignature(bytes);
    if (parts !== null && key.verify(cosignedMessage(text, parts.at), parts.signature)) {
      return { key, at: parts.at };
    }
  }
  throw new SignatureInvalidError(`${key.name}+${key.id}`);
}
