/** What every table of events has. */
interface Occurrence {
  readonly at: Date;
  readonly actor: { readonly kind: string; readonly id: string } | null;
  readonly requestId: string | null;
}

/** A line of a match's timeline. */
export interface MatchOccurrence extends Occurrence {
  readonly source: 'match';
  readonly matchId: string;
  readonly type: string;
  readonly durationMs: number | null;
  readonly data: unknown;
  /** What the match had become by it, in clear. */
  readonly state: Readonly<Record<string, unknown>> | null;
  /** SHA-256 in base64 of the envelopes that came with it, by column. */
  readonly sealed: Readonly<Record<string, string>> | null;
  /** Its match was purged before it entered the log: what it said is to be forgotten. */
  readonly purged: boolean;
}

/** A line of the access log. */
export interface AccessOccurrence extends Occurrence {
  readonly source: 'access';
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string | null } | null;
  readonly outcome: string;
  readonly application: string | null;
  readonly permission: string | null;
  readonly data: unknown;
}

/** An event in its turn. */
export interface QueuedEvent {
  readonly source: 'match' | 'access';
  readonly id: string;
  readonly recordedAt: Date;
  /** null: it is gone, although nothing deletes it. */
  readonly event: MatchOccurrence | AccessOccurrence | null;
}
