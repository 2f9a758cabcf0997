import { Injectable } from '@nestjs/common';

/**
 * Time and chance as webhooks see them. What is due, and since when an endpoint fails, goes by the clock of the database:
 * the only one all instances share.
 */
@Injectable()
export class WebhookClock {
  now(): Date {
    return new Date();
  }

  /** At least 0, less than 1. */
  random(): number {
    return Math.random();
  }
}
