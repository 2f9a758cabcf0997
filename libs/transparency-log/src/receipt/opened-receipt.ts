import { decodeLeaf } from '../canonical/leaf.js';
import type { JsonValue } from '../canonical/canonical-json.js';
import { hashesIn, type ListedEvent } from '../bundle/listed-events.js';
import type { Finding, SignedBy } from '../bundle/report.js';
import {
  BundleUnreadableError,
  LeafMalformedError,
  NoteMalformedError,
} from '../errors/transparency-log-errors.js';
import { NoteNotSignedError, SignatureInvalidError } from '../errors/transparency-log-errors.js';
import { SIGNATURE_TYPES } from '../notes/key-id.js';
import { openNote } from '../notes/open-note.js';
import type { VerifierKeys } from '../notes/verifier-key.js';
import { isSaidBy, parsePromise, type Statement, statedIn, statementHash } from './receipt.js';

/** A promise that the log has signed. */
export interface OpenedPromise {
  readonly statement: Statement;
  readonly origin: string;
  readonly issuedAt: Date;
  readonly dueAt: Date;
  readonly signatures: readonly SignedBy[];
}

type Fields = Readonly<Record<string, unknown>>;
export type GivenInclusion = ListedEvent & { readonly checkpoint: string };

/** @throws BundleUnreadableError it has not the form of a receipt */
export function receiptIn(document: unknown): {
  readonly statement: string;
  readonly promise: string;
  readonly inclusion: GivenInclusion | null;
} {
  const { statement, promise, inclusion } = (document ?? {}) as Fields;
  if (typeof statement !== 'string' || typeof promise !== 'string') {
    throw new BundleUnreadableError('it is no receipt: statement or promise is missing', null);
  }
  return { statement, promise, inclusion: inclusion == null ? null : inclusionIn(inclusion as Fields) };
}

function inclusionIn({ index, leaf, payload, proof, checkpoint }: Fields): GivenInclusion {
  if (!Number.isSafeInteger(index) || typeof leaf !== 'string' || typeof checkpoint !== 'string') {
    throw new BundleUnreadableError('it is no proof: index, leaf or checkpoint is missing', 'inclusion');
  }
  const text = typeof payload === 'string' ? payload : null;
  return { index: index as number, leaf, payload: text, proof: hashesIn(proof), checkpoint };
}

/** The promise, where it is signed and of this statement; otherwise what is wrong with it. */
export function openPromise(statement: string, promise: string, keys: VerifierKeys): OpenedPromise | Finding {
  try {
    const { text, verified } = openNote(promise, keys);
    const terms = parsePromise(text);
    if (terms === null) return { kind: 'promise-malformed' };
    const { hash, ...rest } = terms;
    // In the name of the log, and by no witness.
    const ours = verified.filter(({ key }) => key.type === SIGNATURE_TYPES.log && key.name === rest.origin);
    if (ours.length === 0) throw new NoteNotSignedError(verified.map(({ key }) => `${key.name}+${key.id}`));
    const said = hash === statementHash(statement) ? parsed(statement) : null;
    if (said === null) return { kind: 'statement-altered' };
    const signatures = ours.map(({ key }) => ({ key: `${key.name}+${key.id}`, at: null }));
    return { statement: said, ...rest, signatures };
  } catch (error) {
    if (error instanceof NoteNotSignedError) {
      return { kind: 'not-signed', which: 'promise', signers: error.signers };
    }
    if (error instanceof SignatureInvalidError) {
      return { kind: 'signature-invalid', which: 'promise', key: error.key };
    }
    if (error instanceof NoteMalformedError) return { kind: 'promise-malformed' };
    throw error;
  }
}

/** Whether this event says what was promised, as far as it is given. */
export function keeps({ event, content }: Statement, leaf: Uint8Array, payload: string | null): boolean {
  try {
    if (!isSaidBy(event, statedIn(leaf))) return false;
    // Without a hash its payload was purged before it entered the log; without a payload it is not shown.
    const shown = payload !== null && decodeLeaf(leaf).payloadHash !== undefined;
    return !shown || isSaidBy(content, JSON.parse(payload) as JsonValue);
  } catch (error) {
    if (error instanceof LeafMalformedError || error instanceof SyntaxError) return false;
    throw error;
  }
}

function parsed(statement: string): Statement | null {
  try {
    const { event, content } = JSON.parse(statement) as Partial<Statement>;
    return typeof event?.id === 'string' && typeof content === 'object' ? { event, content } : null;
  } catch {
    return null;
  }
}
