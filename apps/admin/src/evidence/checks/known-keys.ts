import { createHash } from 'node:crypto';
import {
  type Checkpoint,
  NoteNotSignedError,
  openCheckpoint,
  TransparencyLogError,
  VerifierKey,
  VerifierKeys,
} from 'transparency-log';

/** The checkpoint of a note, or why it is none of ours. */
export type Opened = Checkpoint | 'altered' | 'not_signed';

/** The keys of the log: those it is run with, and those it has named in itself so far. */
export class KnownKeys {
  #keys: VerifierKeys;

  constructor(
    private readonly origin: string,
    configured: readonly string[],
  ) {
    this.#keys = new VerifierKeys(configured);
  }

  /** A leaf of the log. Where it names keys, checkpoints from here on may be signed by them. */
  learn(leaf: string, payload: string | null): void {
    if (payload === null) return;
    try {
      const { type, payloadHash } = JSON.parse(leaf) as { type?: unknown; payloadHash?: unknown };
      if (type !== 'log.keys' || createHash('sha256').update(payload).digest('base64') !== payloadHash)
        return;
      const { keys } = JSON.parse(payload) as { keys: readonly string[] };
      const named = keys.map((key) => VerifierKey.parse(key)).filter(({ name }) => name === this.origin);
      this.#keys = new VerifierKeys([...this.#keys.all, ...named]);
    } catch {
      // What was altered is found by the tree.
    }
  }

  open(note: string): Opened {
    try {
      const { checkpoint } = openCheckpoint(note, this.#keys);
      return checkpoint.origin === this.origin ? checkpoint : 'not_signed';
    } catch (error) {
      if (error instanceof NoteNotSignedError) return 'not_signed';
      if (error instanceof TransparencyLogError) return 'altered';
      throw error;
    }
  }
}
