import { Injectable } from '@nestjs/common';
import { v5 as uuidv5 } from 'uuid';
import { JobQueue } from '../jobs/job-queue.js';
import type { DueDelivery } from './webhook-records.js';

/** Invented; ids of jobs are made in it. */
const NAMESPACE = 'e0d7c2f4-6a53-4f0c-9d3b-8a4b1c5e7f21';

export const DELIVERY_QUEUE = 'webhook-deliveries';

export interface DeliveryJob {
  readonly deliveryId: string;
}

/**
 * Has deliveries looked at when they are due. A job's id is made of the delivery and the time, so that asking twice for
 * the same attempt asks once. What has failed lately waits behind what has not: a receiver that times out would keep all
 * places taken otherwise.
 */
@Injectable()
export class DeliveryJobs {
  constructor(private readonly jobs: JobQueue) {}

  sendNow(deliveries: readonly DueDelivery[]): Promise<void> {
    return this.jobs.send<DeliveryJob>(DELIVERY_QUEUE, deliveries.map(jobOf));
  }

  sendLater(delivery: DueDelivery): Promise<void> {
    const job = { ...jobOf(delivery), startAfter: delivery.nextAttemptAt };
    return this.jobs.send<DeliveryJob>(DELIVERY_QUEUE, [job]);
  }
}

const jobOf = ({ id, nextAttemptAt, failing }: DueDelivery) => ({
  id: uuidv5(`${id}/${nextAttemptAt.toISOString()}`, NAMESPACE),
  data: { deliveryId: id },
  priority: failing ? -1 : 0,
});
