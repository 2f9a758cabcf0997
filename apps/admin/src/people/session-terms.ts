/** When a session began and was last used. */
export interface SessionTimes {
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  /** When it ends in any case. */
  readonly expiresAt: Date;
}

const MINUTE_MS = 60_000;

/** Whether it is over: it lasted too long, or nothing was asked for too long. */
export const isOver = ({ lastSeenAt, expiresAt }: SessionTimes, now: number, idleMinutes: number): boolean =>
  now >= expiresAt.getTime() || now - lastSeenAt.getTime() >= idleMinutes * MINUTE_MS;
