/** How tries in vain are slowed down: so many are free, then each waits twice as long as the one before. */
export interface TryTerms {
  readonly free: number;
  /** Seconds. Never for ever: whoever knows the way in must be able to take it. */
  readonly longest: number;
}

/** Somebody mistypes a few times. */
export const PER_ACCOUNT: TryTerms = { free: 5, longest: 300 };
/** Many people may share an address. */
export const PER_ADDRESS: TryTerms = { free: 20, longest: 60 };
