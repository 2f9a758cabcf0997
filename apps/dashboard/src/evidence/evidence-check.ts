import type { ActorIdentity } from '../records/actor.tsx';

/** One verification of the whole log by the service itself. */
export interface EvidenceCheck {
  readonly id: string;
  readonly startedAt: string;
  readonly startedBy: ActorIdentity;
  readonly endedAt: string | null;
  readonly size: number | null;
  readonly result: 'ok' | 'failed' | null;
  readonly findings: readonly Finding[];
  readonly found: number;
}

export interface Finding {
  readonly code: string;
  readonly index?: number;
  readonly eventId?: string;
  readonly size?: number;
  readonly tile?: string;
  readonly mirror?: string;
}

/** The head of the log, as its signed note says it. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: string;
  readonly note: string;
}

export function checkpointOf(note: string): Checkpoint {
  const [origin = '', size = '0', root = ''] = note.split('\n');
  return { origin, size: Number(size), root, note };
}
