/** What `use_approval` and `demand_approval` raise. */
const NOT_APPROVED = 'DQA01';
/** What `refuse_erased_subject` raises. */
const ERASED = 'DQA03';
/** What `refuse_hold_of_nothing` raises. */
const NO_SUCH_MATCH = 'DQA04';
/** What `guard_publication` raises. */
const OTHER_POLICY = 'DQA05';

interface PrismaError extends Error {
  readonly meta?: {
    readonly code?: unknown;
    readonly driverAdapterError?: {
      readonly cause?: { readonly originalCode?: unknown; readonly code?: unknown };
    };
  };
}

/** Whether the database refused a row for want of an approval. */
export const isRefusedByDatabase = (error: unknown): boolean => isState(error, NOT_APPROVED);

/** Whether the database refused a row because the person it is about was erased. */
export const isOfErasedSubject = (error: unknown): boolean => isState(error, ERASED);

/** Whether the database refused a hold because its person has no such match (any more). */
export const isOfNoMatch = (error: unknown): boolean => isState(error, NO_SUCH_MATCH);

/** Whether the database refused to put a policy into force, because another was put into force meanwhile. */
export const isOfOtherPolicy = (error: unknown): boolean => isState(error, OTHER_POLICY);

function isState(error: unknown, state: string): boolean {
  if (!(error instanceof Error)) return false;
  const { meta } = error as PrismaError;
  const { originalCode, code } = meta?.driverAdapterError?.cause ?? {};
  return [meta?.code, originalCode, code].includes(state);
}
