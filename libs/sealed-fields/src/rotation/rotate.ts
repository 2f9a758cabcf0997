import { InputRefusedError, WrappedKeyRefusedError } from '../errors/sealed-fields-errors.js';
import { SealedFieldsError } from '../errors/sealed-fields-error.js';
import type { KeyWrapper, WrappedKey } from '../master-keys/key-wrapper.js';
import type { Rewrapping, SubjectKeyStore, WrappedSubjectKey } from '../subject-keys/subject-key-store.js';

export interface RotateOptions {
  /** Keys read, re-wrapped at the same time and written together. @default 100 */
  readonly batch?: number;
  /** After each batch; waited for, so it may also slow the rotation down. */
  readonly onProgress?: (progress: RotationProgress) => void | Promise<void>;
  /** Looked at before each batch. What is done stays done; the next call goes on. */
  readonly signal?: AbortSignal;
}

export interface RotationProgress {
  /** The master key everything goes to. */
  readonly primary: string;
  /** Keys that were under other master keys at the beginning. */
  readonly total: number;
  /** Of those, how many were looked at. */
  readonly checked: number;
  readonly rewrapped: number;
  /** Somebody else was faster: another rotation, or an erasure. */
  readonly overtaken: number;
  /** Could not be unwrapped; see {@link RotationReport.refusals}. */
  readonly refused: number;
}

export interface RotationReport extends RotationProgress {
  /** Why keys could not be unwrapped, each reason once. */
  readonly refusals: readonly SealedFieldsError[];
  /** How many keys each other master key still wraps; only those that wrap any. */
  readonly left: ReadonlyMap<string, number>;
  /**
   * True where none is left: every master key but the primary may be retired, once all processes wrap by the primary.
   * False: call again, and look at `refusals`.
   */
  readonly mayRetire: boolean;
}

/**
 * Wraps every data key anew by the primary master key. Envelopes stay as they are, so the time it takes depends on the
 * number of subjects alone.
 *
 * Each exchange is a compare and swap: it may run beside readers, writers, erasures and other rotations, be killed at any
 * point, and be run again. One call is one pass; what others wrapped by an older key behind it is in `left`.
 * @throws the reason of `signal`; what the store or the wrapper rejects with, other than a refusal of one key
 */
export async function rotate(
  store: SubjectKeyStore,
  wrapper: KeyWrapper,
  { batch = 100, onProgress, signal }: RotateOptions = {},
): Promise<RotationReport> {
  if (!Number.isInteger(batch) || batch < 1) throw new InputRefusedError('batch', 'it has to be 1 or more');
  const { primary } = wrapper;
  const refusals = new Map<string, SealedFieldsError>();
  const total = sum((await leftBeside(primary, store)).values());
  let progress: RotationProgress = { primary, total, checked: 0, rewrapped: 0, overtaken: 0, refused: 0 };
  let after: string | null = null;
  for (;;) {
    signal?.throwIfAborted();
    const page: readonly WrappedSubjectKey[] = await store.listNotWrappedBy(primary, { after, limit: batch });
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.subject;
    const changes = await rewrapAll(page, wrapper, (error) =>
      refusals.set(`${error.code} ${error.message}`, error),
    );
    const rewrapped = changes.length === 0 ? 0 : await store.replace(changes);
    progress = {
      ...progress,
      checked: progress.checked + page.length,
      rewrapped: progress.rewrapped + rewrapped,
      overtaken: progress.overtaken + changes.length - rewrapped,
      refused: progress.refused + page.length - changes.length,
    };
    await onProgress?.(progress);
  }
  const left = await leftBeside(primary, store);
  return { ...progress, refusals: [...refusals.values()], left, mayRetire: left.size === 0 };
}

async function rewrapAll(
  page: readonly WrappedSubjectKey[],
  wrapper: KeyWrapper,
  refuse: (error: SealedFieldsError) => void,
): Promise<Rewrapping[]> {
  const rewrapped = await Promise.all(
    page.map(async ({ subject, wrapped: from }): Promise<Rewrapping[]> => {
      try {
        return [{ subject, from, to: await rewrap(subject, from, wrapper) }];
      } catch (error) {
        if (!(error instanceof SealedFieldsError)) throw error;
        refuse(error);
        return [];
      }
    }),
  );
  return rewrapped.flat();
}

async function rewrap(subject: string, from: WrappedKey, wrapper: KeyWrapper): Promise<WrappedKey> {
  const dataKey = await wrapper.unwrap(from, subject);
  try {
    const to = await wrapper.wrap(dataKey, subject);
    // The old wrapping is about to be overwritten, everywhere: a faulty wrapper would lose every subject at once.
    const checked = await wrapper.unwrap(to, subject);
    const same = Buffer.compare(checked, dataKey) === 0;
    checked.fill(0);
    if (!same) throw new WrappedKeyRefusedError(to.masterKeyId);
    return to;
  } finally {
    dataKey.fill(0);
  }
}

async function leftBeside(primary: string, store: SubjectKeyStore): Promise<Map<string, number>> {
  const counts = await store.countByMasterKey();
  return new Map([...counts].filter(([id, count]) => id !== primary && count > 0));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
