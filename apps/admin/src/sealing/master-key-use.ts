/** Something that master keys protect, one feature's worth. */
export interface MasterKeyUse {
  /** As the API calls it. */
  readonly name: 'dataKeys' | 'earlierMatches' | 'webhooks';
  /** Whether all of it is to go, whatever key it is under: what an earlier release left behind. */
  readonly temporary: boolean;
  /** How many values each master key protects, by key id. */
  counts(): Promise<ReadonlyMap<string, number>>;
  /**
   * Moves what is not under the primary. May be killed at any point, and run beside readers, writers and itself.
   * @throws the reason of `signal`
   */
  move(options: MoveOptions): Promise<void>;
}

export interface MoveOptions {
  /** Looked at before each batch. */
  readonly signal: AbortSignal;
  /** After each batch; waited for. */
  readonly onBatch: (batch: MovedBatch) => Promise<void>;
}

export interface MovedBatch {
  readonly moved: number;
  /** What could not be opened. */
  readonly refused: number;
}

/** How many values of `use` there are to move. */
export function outstanding(
  { temporary }: Pick<MasterKeyUse, 'temporary'>,
  counts: ReadonlyMap<string, number>,
  primary: string,
): number {
  let sum = 0;
  for (const [id, count] of counts) if (temporary || id !== primary) sum += count;
  return sum;
}
