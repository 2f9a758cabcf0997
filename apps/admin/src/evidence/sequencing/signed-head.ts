import { NoteNotSignedError, openCheckpoint, TransparencyLogError, type Checkpoint } from 'transparency-log';
import type { EvidenceKeys } from '../keys/evidence-keys.js';
import type { Executor } from './prisma-tiles.js';

/** What is wrong with a head; the self-check calls it the same. */
export type HeadFlaw = 'head_differs' | 'checkpoint_altered' | 'checkpoint_not_signed';

/** The head of the log is none that the log has signed. Whoever goes on from it would sign what somebody else has written. */
export class HeadRefusedError extends Error {
  override readonly name = 'HeadRefusedError';

  constructor(readonly code: HeadFlaw) {
    super(`The head of the log is not that of its latest checkpoint (${code}).`);
  }
}

type Head = Pick<Checkpoint, 'size' | 'root'>;

/** The latest signed note; null where there is none. */
export async function latestNote(executor: Executor): Promise<string | null> {
  const [row] = await executor.$queryRaw<{ note: string }[]>`
    SELECT note FROM log_checkpoints ORDER BY size DESC LIMIT 1`;
  return row?.note ?? null;
}

/**
 * That a head is what the latest note says, and the note is signed by a key of the log: one that this service was given, not
 * one that the database names. A log that is empty has none.
 * @throws HeadRefusedError
 */
export function requireSigned(
  { size, root }: Head,
  note: string | null,
  keys: Pick<EvidenceKeys, 'origin' | 'trusted'>,
): void {
  if (note === null) {
    if (size === 0) return;
    throw new HeadRefusedError('head_differs');
  }
  const signed = opened(note, keys);
  if (signed.size !== size || Buffer.compare(signed.root, root) !== 0) {
    throw new HeadRefusedError('head_differs');
  }
}

function opened(note: string, { origin, trusted }: Pick<EvidenceKeys, 'origin' | 'trusted'>): Checkpoint {
  try {
    const { checkpoint } = openCheckpoint(note, trusted);
    if (checkpoint.origin === origin) return checkpoint;
  } catch (error) {
    if (!(error instanceof TransparencyLogError)) throw error;
    if (!(error instanceof NoteNotSignedError)) throw new HeadRefusedError('checkpoint_altered');
  }
  throw new HeadRefusedError('checkpoint_not_signed');
}
