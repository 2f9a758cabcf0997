import type { ActorIdentity } from '../records/actor.tsx';

export const FORMATS = ['bundle', 'csv', 'ndjson'] as const;
export type ExportStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'expired';

/** An export that is written in the background. */
export interface ExportJob {
  readonly id: string;
  readonly format: (typeof FORMATS)[number];
  readonly status: ExportStatus;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly requestedBy: ActorIdentity;
  readonly requestedAt: string;
  readonly rows: number | null;
  readonly done: number;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly failure: string | null;
  readonly expiresAt: string | null;
}

export const isUnderWay = ({ status }: ExportJob) => status === 'queued' || status === 'running';

export const fileNameOf = ({ id, format }: ExportJob) =>
  `export-${id}.${format === 'bundle' ? 'zip' : format}`;
