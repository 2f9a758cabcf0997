import { Injectable } from '@nestjs/common';
import { ReceiptsService } from '../evidence/receipts/receipts.service.js';
import { type ClaimedDelivery, PrismaWebhookDeliveries } from './prisma-webhook-deliveries.js';
import { receiptBody, statusIn } from './webhook-payload.js';

/** Puts receipts into bodies, before the first attempt: from then on a body is the same to the letter. */
@Injectable()
export class DeliveryReceipts {
  constructor(
    private readonly receipts: ReceiptsService,
    private readonly deliveries: PrismaWebhookDeliveries,
  ) {}

  /**
   * The body to send. What is in it is what the webhook says; whoever wants the rest asks for the match, with a key.
   * @throws what {@link ReceiptsService.of} does
   */
  async bodyOf({ id, matchId, body, receiptPending }: ClaimedDelivery): Promise<string> {
    if (!receiptPending) return body;
    const status = statusIn(body);
    const receipt =
      matchId === null || status === null
        ? null
        : await this.receipts.of({ id: matchId, status }, { scope: 'outcome', patient: false });
    return this.deliveries.keepBody(id, receiptBody(body, receipt));
  }

  /** The body that is sent where no receipt can be made. */
  bodyWithout({ id, body }: ClaimedDelivery): Promise<string> {
    return this.deliveries.keepBody(id, receiptBody(body, null));
  }
}
