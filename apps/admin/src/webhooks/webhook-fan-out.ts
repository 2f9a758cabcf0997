import { Injectable } from '@nestjs/common';
import {
  type MatchNotice,
  OnMatchConsentRequired,
  OnMatchExpired,
  OnMatchSettled,
} from 'nestjs-dqe-idmobile';
import { DeliveryJobs } from './delivery-jobs.js';
import { PrismaWebhookDeliveries } from './prisma-webhook-deliveries.js';
import { PrismaWebhookEndpoints } from './prisma-webhook-endpoints.js';
import { matchBody } from './webhook-payload.js';
import type { WebhookNotice } from './webhook-records.js';

/**
 * Turns what happened to a match into deliveries to the endpoints of its application. Where it is cut short, the notice
 * comes again; what was there already is not made twice, and what has not been sent yet is.
 */
@Injectable()
export class WebhookFanOut {
  constructor(
    private readonly endpoints: PrismaWebhookEndpoints,
    private readonly deliveries: PrismaWebhookDeliveries,
    private readonly jobs: DeliveryJobs,
  ) {}

  @OnMatchSettled({ selective: true })
  @OnMatchConsentRequired({ selective: true })
  @OnMatchExpired({ selective: true })
  async deliver(notice: MatchNotice): Promise<void> {
    const { id, type, matchId } = notice;
    const recipients = await this.endpoints.subscribersOf(matchId, type);
    const due = await this.deliveries.add({ id, type, matchId, body: matchBody(notice) }, recipients);
    const later = new Set(
      recipients.flatMap(({ endpointId, receipts }) => (receipts === true ? endpointId : [])),
    );
    await this.jobs.sendNow(due.filter(({ endpointId }) => !later.has(endpointId)));
    for (const one of due.filter(({ endpointId }) => later.has(endpointId))) await this.jobs.sendLater(one);
  }

  /** Tells the endpoints of an application that asked for it. The same notice twice is delivered once. */
  async announce(application: string, notice: WebhookNotice): Promise<void> {
    const recipients = await this.endpoints.subscribersIn(application, notice.type);
    await this.jobs.sendNow(await this.deliveries.add(notice, recipients));
  }
}
