/** One thing that is not as it should be. Indexes and positions count from 0. */
export type Finding =
  // The checkpoint
  | { readonly kind: 'not-signed'; readonly which: WhichCheckpoint; readonly signers: readonly string[] }
  | { readonly kind: 'signature-invalid'; readonly which: WhichCheckpoint; readonly key: string }
  | { readonly kind: 'checkpoint-malformed'; readonly which: WhichCheckpoint; readonly problem: string }
  | { readonly kind: 'other-log'; readonly origin: string; readonly oldOrigin: string }
  | { readonly kind: 'too-few-witnesses'; readonly wanted: number; readonly found: number }
  // Its history
  /** The older checkpoint is larger: this is an old copy, or its tail was cut off and signed anew. */
  | { readonly kind: 'rolled-back'; readonly oldSize: number; readonly size: number }
  /** Both are signed, and the older is not the beginning of this one: two histories. */
  | { readonly kind: 'forked'; readonly oldSize: number; readonly size: number }
  /** A selection without a proof from this older checkpoint. */
  | { readonly kind: 'consistency-unproven'; readonly oldSize: number }
  // Its events
  | { readonly kind: 'count'; readonly declared: number; readonly given: number; readonly size: number }
  | { readonly kind: 'altered'; readonly index: number; readonly id: string | null }
  | { readonly kind: 'missing'; readonly index: number; readonly count: number }
  | { readonly kind: 'added'; readonly position: number; readonly id: string | null }
  | { readonly kind: 'reordered'; readonly index: number; readonly position: number; readonly count: number }
  /** The bundle's own numbers leave some out. */
  | { readonly kind: 'gap'; readonly index: number; readonly count: number }
  /** The bundle's own numbers repeat, or go back. */
  | { readonly kind: 'out-of-place'; readonly index: number; readonly position: number }
  /** An event of a selection whose proof does not hold: it, its number or its proof was altered. */
  | { readonly kind: 'not-included'; readonly index: number; readonly id: string | null }
  | { readonly kind: 'damaged'; readonly at: string }
  // The tree
  | { readonly kind: 'tile-altered'; readonly tile: string }
  | { readonly kind: 'tile-missing'; readonly tile: string }
  /** The events do not give the signed root, and no intact tiles tell which of them are to blame. */
  | { readonly kind: 'root-mismatch'; readonly size: number }
  // The files of an export
  /** It is not what the manifest, or the checksum of the zip, says; the manifest itself: not what was signed. */
  | { readonly kind: 'file-altered'; readonly file: string }
  | { readonly kind: 'file-missing'; readonly file: string }
  | { readonly kind: 'file-added'; readonly file: string }
  /** It cannot be taken for what it should be. */
  | { readonly kind: 'file-unreadable'; readonly file: string }
  /** The manifest declares another number of matches. */
  | { readonly kind: 'rows'; readonly declared: number; readonly given: number }
  /** What is given as the content of an event is not what the event has the hash of. */
  | { readonly kind: 'payload-altered'; readonly index: number }
  | { readonly kind: 'checkpoint-differs' }
  // A receipt
  | { readonly kind: 'promise-malformed' }
  /** What it says is not what was signed. */
  | { readonly kind: 'statement-altered' }
  | { readonly kind: 'promise-of-other-log'; readonly origin: string; readonly promised: string }
  /** The event in the log says something else than the receipt. */
  | { readonly kind: 'not-as-promised'; readonly index: number }
  /** The log has events that were recorded after the promise was due, and not this one. */
  | { readonly kind: 'promise-broken'; readonly id: string; readonly dueAt: string };

export type WhichCheckpoint = 'checkpoint' | 'old-checkpoint' | 'manifest' | 'promise';

/** A signature that was verified. */
export interface SignedBy {
  /** `name+id` of the key. */
  readonly key: string;
  /** For witnesses: when they saw it, ISO 8601. */
  readonly at: string | null;
}

/** What the verification of a bundle found. */
export interface VerificationReport {
  /** Everything holds. */
  readonly ok: boolean;
  readonly kind: 'log' | 'selection';
  /** Of the checkpoint, once it is known to be signed; null before. */
  readonly origin: string | null;
  readonly size: number | null;
  /** In base64. */
  readonly root: string | null;
  readonly signatures: readonly SignedBy[];
  readonly cosignatures: readonly SignedBy[];
  /** Events that were read. */
  readonly events: number;
  /** Size of the older checkpoint that this one was shown to continue; null where none was given, or it does not. */
  readonly continues: number | null;
  /** So many events from the first are those of the older checkpoint, whatever became of the rest; null: unknown. */
  readonly intactUntil: number | null;
  readonly findings: readonly Finding[];
  /** Findings beyond those listed. */
  readonly more: number;
}

/** Collects findings; keeps the first ones and counts the rest, so that a bundle of rubbish fits in memory. */
export class Findings {
  readonly list: Finding[] = [];
  more = 0;

  constructor(private readonly limit: number) {}

  add(...findings: readonly Finding[]): void {
    for (const finding of findings) {
      if (this.list.length < this.limit) this.list.push(finding);
      else this.more += 1;
    }
  }

  get any(): boolean {
    return this.list.length > 0;
  }
}

/** The id of an event, for people to find it by; null where the bytes have none that can be printed. */
export function idOf(leaf: Uint8Array): string | null {
  try {
    const { id } = JSON.parse(Buffer.from(leaf).toString()) as { id?: unknown };
    return typeof id === 'string' && /^[\x21-\x7e]{1,100}$/.test(id) ? id : null;
  } catch {
    return null;
  }
}
