/**
 * Runs one job. At least once: a job whose process died runs again, so a handler looks first at what there is to do.
 * @param signal aborts when the service stops and has waited long enough
 */
export type JobHandler<Data extends object> = (data: Data, signal: AbortSignal) => Promise<void>;

export interface QueueDefinition<Data extends object> {
  /** Letters, digits, hyphens. */
  readonly name: string;
  readonly handle: JobHandler<Data>;
  /** Jobs at a time in this process. @default 1 */
  readonly concurrency?: number;
  /** Milliseconds between two looks into the queue; what this process sends is seen at once. @default 2000 */
  readonly pollMs?: number;
  /** Seconds a job may take; one that has not ended by then is given to somebody else. */
  readonly expireSeconds: number;
  /** Has a job sent to it every so many seconds, by whichever instance is first. */
  readonly everySeconds?: number;
}

export interface NewJob<Data extends object> {
  /** A UUID: a second job of the same id is not taken. @default a new one */
  readonly id?: string;
  readonly data: Data;
  /** By the clock of the database. @default now */
  readonly startAfter?: Date;
  /** Higher is earlier. @default 0 */
  readonly priority?: number;
}
