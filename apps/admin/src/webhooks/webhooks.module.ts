import { Module, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Agent } from 'undici';
import { AdminConfig } from '../config/admin-config.js';
import { ReceiptsModule } from '../evidence/receipts/receipts.module.js';
import { JobQueue } from '../jobs/job-queue.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { DeliveryAttempts } from './delivery-attempts.js';
import { DELIVERY_QUEUE, type DeliveryJob, DeliveryJobs } from './delivery-jobs.js';
import { DeliveryReceipts } from './delivery-receipts.js';
import { EndpointDisabling } from './endpoint-disabling.js';
import { guardedAgent } from './guarded-agent.js';
import { PrismaWebhookDeliveries } from './prisma-webhook-deliveries.js';
import { PrismaWebhookEndpoints } from './prisma-webhook-endpoints.js';
import { PrismaWebhookSeals } from './prisma-webhook-seals.js';
import { WebhookClock } from './webhook-clock.js';
import { WebhookDeliveriesController } from './webhook-deliveries.controller.js';
import { WebhookEndpointsController } from './webhook-endpoints.controller.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';
import { WebhookFanOut } from './webhook-fan-out.js';
import { WebhookHousekeeping } from './webhook-housekeeping.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { WebhookSender } from './webhook-sender.js';

const HOUSEKEEPING_QUEUE = 'webhook-housekeeping';
/** Attempts at a time in this process: mostly, they wait. */
const CONCURRENCY = 20;
const EXPIRE_SECONDS = 60;

/** Tells partner systems what became of their matches. */
@Module({
  imports: [JobsModule, ReceiptsModule],
  controllers: [WebhookEndpointsController, WebhookDeliveriesController],
  providers: [
    {
      provide: Agent,
      inject: [AdminConfig],
      useFactory: (config: AdminConfig) => guardedAgent({ allowLoopback: config.webhookAllowLoopback }),
    },
    {
      provide: WebhookSender,
      inject: [Agent, WebhookClock],
      useFactory: (agent: Agent, clock: WebhookClock) => new WebhookSender(agent, clock),
    },
    WebhookClock,
    PrismaWebhookEndpoints,
    PrismaWebhookDeliveries,
    PrismaWebhookSeals,
    DeliveryJobs,
    DeliveryReceipts,
    DeliveryAttempts,
    EndpointDisabling,
    WebhookEndpointsService,
    WebhookFanOut,
    WebhookHousekeeping,
    WebhookMetrics,
  ],
  exports: [WebhookFanOut, PrismaWebhookSeals],
})
export class WebhooksModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly jobs: JobQueue,
    private readonly attempts: DeliveryAttempts,
    private readonly housekeeping: WebhookHousekeeping,
    private readonly agent: Agent,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.jobs.declare<DeliveryJob>({
      name: DELIVERY_QUEUE,
      handle: ({ deliveryId }, signal) => this.attempts.run(deliveryId, signal),
      concurrency: CONCURRENCY,
      expireSeconds: EXPIRE_SECONDS,
    });
    await this.jobs.declare({
      name: HOUSEKEEPING_QUEUE,
      handle: () => this.housekeeping.run(),
      pollMs: 15_000,
      expireSeconds: EXPIRE_SECONDS,
      everySeconds: 60,
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.jobs.drained();
    await this.agent.destroy();
  }
}
