import type { Actor } from '../access/principal.js';

export const EXPORT_FORMATS = ['csv', 'ndjson', 'bundle'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const EXPORT_STATES = ['queued', 'running', 'completed', 'failed', 'cancelled', 'expired'] as const;
export type ExportState = (typeof EXPORT_STATES)[number];

/** Filters by name; a value only where it is nobody's, else null. */
export type KeptFilter = Readonly<Record<string, string | null>>;

/** An export that was asked for, and what became of it. */
export interface ExportRecord {
  /** UUIDv7. */
  readonly id: string;
  readonly format: ExportFormat;
  readonly state: ExportState;
  /** What it is at. */
  readonly stage: 'rows' | 'events' | 'pack';
  /** The application it is confined to; null: all. */
  readonly within: string | null;
  readonly filter: KeptFilter;
  readonly reasonSealed: Uint8Array<ArrayBuffer>;
  readonly requestedBy: Actor;
  readonly application: string;
  readonly requestId: string;
  readonly requestedAt: Date;
  /** When the matches were chosen, by the clock of the database. */
  readonly snapshotAt: Date;
  /** Matches that were chosen; looked at; and still there. */
  readonly rows: number;
  readonly done: number;
  readonly written: number;
  readonly readFrom: Date | null;
  readonly readUntil: Date | null;
  /** Size of an older checkpoint whoever asked holds. */
  readonly since: number | null;
  readonly checkpoint: { readonly size: number; readonly note: string } | null;
  /** How many events there are of the matches; null before they were counted. */
  readonly events: number | null;
  /** Ids of events that were not in the log in time. */
  readonly pending: readonly string[];
  /** The last event that was written; -1: none yet. */
  readonly lastEvent: number;
  readonly failure: string | null;
  /** The part that is the file; null before. */
  readonly file: string | null;
  /** So far. */
  readonly bytes: number;
  readonly sha256: string | null;
  readonly expiresAt: Date | null;
}

/** A piece of a file that is to be added at its end. */
export interface NewChunk {
  readonly part: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}
