/** What a check can find. A closed list. */
export const FINDING_CODES = [
  // Events in the log.
  'event_altered',
  'event_missing',
  'event_added',
  'event_unproven',
  'entry_altered',
  'payload_altered',
  'payload_missing',
  // What is on record, against the log.
  'record_altered',
  'record_missing',
  'record_unlogged',
  'record_queued_again',
  'reason_altered',
  'reason_missing',
  // The tree.
  'tile_altered',
  'tile_missing',
  'head_differs',
  // Its checkpoints.
  'checkpoint_altered',
  'checkpoint_not_signed',
  'checkpoint_missing',
  'history_differs',
  // What mirrors have.
  'mirror_ahead',
  'mirror_differs',
  'mirror_unreadable',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** One thing that is not as it should be. Holds no content of any event. */
export interface CheckFinding {
  readonly code: FindingCode;
  /** Of the event in the log, from 0; of `history_differs`, the first event that may be another. */
  readonly index?: number;
  /** Of the event, as its row has it. */
  readonly eventId?: string;
  /** Of the checkpoint, or how many events a mirror knows of. */
  readonly size?: number;
  /** As C2SP has it: `tile/0/000`. */
  readonly tile?: string;
  /** `local`, or its number in EVIDENCE_MIRRORS. */
  readonly mirror?: string;
}

/** Kept of a check; the rest is counted. */
const MOST = 100;
/** Of one code, so that a flood of one leaves room for others. */
const MOST_OF_A_CODE = 25;

/** Collects what was found. */
export class CheckFindings {
  readonly #kept: CheckFinding[] = [];
  readonly #of = new Map<FindingCode, number>();
  #count = 0;

  add(finding: CheckFinding): void {
    this.#count += 1;
    const before = this.#of.get(finding.code) ?? 0;
    this.#of.set(finding.code, before + 1);
    if (before < MOST_OF_A_CODE && this.#kept.length < MOST) this.#kept.push(finding);
  }

  get kept(): readonly CheckFinding[] {
    return this.#kept;
  }

  /** Those that were not kept, too. */
  get count(): number {
    return this.#count;
  }

  /** The codes that occurred, in the order they did. */
  get codes(): readonly FindingCode[] {
    return [...this.#of.keys()];
  }
}
