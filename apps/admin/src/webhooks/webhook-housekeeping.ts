import { Injectable } from '@nestjs/common';
import { DeliveryJobs } from './delivery-jobs.js';
import { PrismaWebhookDeliveries } from './prisma-webhook-deliveries.js';

/** How long the delivery log is kept, after a delivery has ended. */
const LOG_DAYS = 30;

/** Has deliveries looked at whose jobs were lost, as by a crash right before they were sent; and forgets old ones. */
@Injectable()
export class WebhookHousekeeping {
  constructor(
    private readonly deliveries: PrismaWebhookDeliveries,
    private readonly jobs: DeliveryJobs,
  ) {}

  async run(): Promise<void> {
    await this.jobs.sendNow(await this.deliveries.overdue());
    await this.deliveries.purge(LOG_DAYS);
  }
}
