import {
  Module,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { JobQueue } from '../jobs/job-queue.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { MatchStoreModule } from '../matches/match-store.module.js';
import { PrismaOldMatches } from '../matches/prisma-old-matches.js';
import type { MasterKeyUse } from '../sealing/master-key-use.js';
import { PrismaWebhookSeals } from '../webhooks/prisma-webhook-seals.js';
import { WebhooksModule } from '../webhooks/webhooks.module.js';
import { DataKeys } from './data-keys.js';
import { MasterKeysController } from './master-keys.controller.js';
import {
  MASTER_KEY_USES,
  MasterKeysService,
  ROTATION_QUEUE,
  type RotationJob,
} from './master-keys.service.js';
import { PrismaKeyRotations } from './prisma-key-rotations.js';

const EXPIRE_SECONDS = 120;
/** Behind a process that was slow to learn of a new primary. */
const LOOK_AGAIN_SECONDS = 3_600;

/** Master keys and their rotation. */
@Module({
  imports: [JobsModule, MatchStoreModule, WebhooksModule],
  controllers: [MasterKeysController],
  providers: [
    DataKeys,
    PrismaKeyRotations,
    MasterKeysService,
    {
      provide: MASTER_KEY_USES,
      inject: [DataKeys, PrismaOldMatches, PrismaWebhookSeals],
      useFactory: (...uses: MasterKeyUse[]) => uses,
    },
  ],
})
export class MasterKeysModule implements OnModuleInit, OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly service: MasterKeysService,
    private readonly jobs: JobQueue,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.service.refuseMissing();
    await this.jobs.declare<RotationJob>({
      name: ROTATION_QUEUE,
      handle: (job, signal) => this.service.run(job, signal),
      expireSeconds: EXPIRE_SECONDS,
      pollMs: 10_000,
      everySeconds: LOOK_AGAIN_SECONDS,
    });
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.service.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.jobs.drained();
  }
}
