/** Somewhere a checkpoint is kept that whoever rewrites the database does not reach by that. */
export interface Mirror {
  /** For metrics and logs: tells them apart, and not where they are, which may be secret. */
  readonly label: string;
  /** Keeps a signed note. Durable when it resolves, as far as that can be known. */
  write(note: string, signal: AbortSignal): Promise<void>;
}
