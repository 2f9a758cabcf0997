import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { inTime } from '../metrics/in-time.js';
import { MetricsRegistry } from '../metrics/metrics-registry.js';
import { CheckpointMirrors } from './mirrors/checkpoint-mirrors.js';
import { type LogFigures, PrismaCheckpoints } from './proofs/prisma-checkpoints.js';
import { EvidenceStatus } from './sequencing/evidence-status.js';

/** How the log stands; its figures are asked for at each scrape, and absent while the database is away. */
@Injectable()
export class EvidenceMetrics {
  constructor(
    checkpoints: PrismaCheckpoints,
    status: EvidenceStatus,
    mirrors: CheckpointMirrors,
    registry: MetricsRegistry,
  ) {
    let asked: Promise<LogFigures | undefined> | null = null;
    /** All gauges of one scrape ask once. */
    const figures = () =>
      (asked ??= inTime(checkpoints.figures()).finally(() => {
        asked = null;
      }));
    for (const { name, help, of } of FIGURES) {
      new Gauge({
        ...{ name, help, registers: [registry] },
        async collect() {
          const read = await figures();
          const value = read === undefined ? null : of(read);
          this.remove();
          if (value !== null) this.set(value);
        },
      });
    }
    new Counter({
      name: 'evidence_rounds_total',
      help: 'Rounds of the sequencer in this process; elsewhere: another instance was at it.',
      labelNames: ['outcome'],
      registers: [registry],
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(status.rounds)) this.inc({ outcome }, count);
      },
    });
    new Gauge({
      name: 'evidence_log_refused',
      help: '1: the log does not hold, and this process adds nothing to it; 0: it does.',
      registers: [registry],
      collect() {
        this.set(status.refused ? 1 : 0);
      },
    });
    new Counter({
      name: 'evidence_mirror_failures_total',
      help: 'Checkpoints a mirror did not take; local: the file under DATA_DIR, 1: the first of EVIDENCE_MIRRORS.',
      labelNames: ['mirror'],
      registers: [registry],
      collect() {
        this.reset();
        for (const { mirror, failed } of mirrors.writers) this.inc({ mirror: mirror.label }, failed);
      },
    });
  }
}

const FIGURES = [
  {
    name: 'evidence_pending_events',
    help: 'Events on record that are not in the log yet.',
    of: ({ pending }) => pending,
  },
  {
    name: 'evidence_oldest_pending_seconds',
    help: 'How long the oldest of them has waited; 0 where there is none.',
    of: ({ oldestPending }) => oldestPending,
  },
  { name: 'evidence_tree_size', help: 'Events in the log.', of: ({ size }) => size },
  {
    name: 'evidence_checkpoint_age_seconds',
    help: 'Since the last checkpoint; it grows while nothing happens.',
    of: ({ checkpointAge }) => checkpointAge,
  },
] as const satisfies readonly {
  readonly name: string;
  readonly help: string;
  readonly of: (figures: LogFigures) => number | null;
}[];
