import { Module, type OnModuleInit } from '@nestjs/common';
import { AdminConfig } from '../config/admin-config.js';
import { AdminSecrets } from '../config/admin-secrets.js';
import { Readiness } from '../health/readiness.js';
import { ProblemMappers } from '../http/problem-mappers.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { EvidenceMetrics } from './evidence-metrics.js';
import { EvidenceKeys } from './keys/evidence-keys.js';
import { CheckpointMirrors } from './mirrors/checkpoint-mirrors.js';
import { problemOfEvidence } from './proofs/evidence-problems.js';
import { EvidenceController } from './proofs/evidence.controller.js';
import { EvidenceService } from './proofs/evidence.service.js';
import { PrismaCheckpoints } from './proofs/prisma-checkpoints.js';
import { PrismaMatchEntries } from './proofs/prisma-match-entries.js';
import { PrismaTrees } from './proofs/prisma-trees.js';
import { EvidenceSequencer } from './sequencing/evidence-sequencer.js';
import { EvidenceStatus } from './sequencing/evidence-status.js';
import { PrismaRounds } from './sequencing/prisma-rounds.js';
import { PrismaSequencerAlarms } from './sequencing/prisma-sequencer-alarms.js';

/** Seconds an event may wait for the log before somebody should look. */
const BEHIND_SECONDS = 60;

/** A log of everything that is on record, which proves itself. */
@Module({
  controllers: [EvidenceController],
  providers: [
    {
      provide: EvidenceKeys,
      inject: [AdminSecrets, AdminConfig, PrismaDatabase],
      useFactory: (secrets: AdminSecrets, config: AdminConfig, database: PrismaDatabase) =>
        EvidenceKeys.open({ secrets, config }, database),
    },
    EvidenceStatus,
    PrismaRounds,
    PrismaSequencerAlarms,
    EvidenceSequencer,
    CheckpointMirrors,
    PrismaCheckpoints,
    PrismaMatchEntries,
    PrismaTrees,
    EvidenceService,
    EvidenceMetrics,
  ],
  exports: [EvidenceKeys, EvidenceService, PrismaCheckpoints, PrismaTrees, CheckpointMirrors],
})
export class EvidenceModule implements OnModuleInit {
  constructor(
    private readonly problems: ProblemMappers,
    private readonly readiness: Readiness,
    private readonly status: EvidenceStatus,
    private readonly mirrors: CheckpointMirrors,
  ) {}

  onModuleInit(): void {
    this.problems.register(problemOfEvidence);
    // Told, and no check: matches are made and put on record all the same, and a restart would not help.
    this.readiness.inform({ name: 'evidence', read: () => this.standing() });
  }

  private standing(): Readonly<Record<string, string | number>> {
    const { behindSeconds, failure, refused } = this.status;
    const behind = behindSeconds > BEHIND_SECONDS;
    return {
      state: refused ? 'refused' : behind ? 'behind' : failure === null ? 'ok' : 'failing',
      oldestPendingSeconds: Math.round(behindSeconds),
      mirrorsFailing: this.mirrors.failing,
      ...(behind && { reason: `An event has waited for the log for more than ${BEHIND_SECONDS} s.` }),
      ...(refused && {
        reason: 'The log does not hold, so nothing is added to it until somebody has looked.',
      }),
      ...(failure !== null && { failure }),
    };
  }
}
