import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import {
  DISABLED_REASONS,
  type DisabledReason,
  ENDPOINT_EVENTS,
  type EndpointEventName,
  WEBHOOK_EVENTS,
  type WebhookEventType,
} from './webhook-events.js';
import {
  type AttemptRecord,
  DELIVERY_STATUSES,
  type DeliveryLog,
  type DeliveryRecord,
  type DeliveryStatus,
  type EndpointRecord,
} from './webhook-records.js';
import { ATTEMPT_ERRORS } from './webhook-sender.js';

const Id = (description?: string) => ApiProperty({ type: String, format: 'uuid', description });
const Time = (description?: string) => ApiProperty({ type: String, format: 'date-time', description });
const MaybeTime = (description?: string) =>
  ApiProperty({ type: String, format: 'date-time', nullable: true, description });

@ApiSchema({ name: 'WebhookEndpoint' })
export class EndpointView {
  @Id() id!: string;
  @ApiProperty({ type: String, format: 'uri' }) url!: string;
  @ApiProperty({ enum: ENDPOINT_EVENTS, isArray: true }) events!: readonly EndpointEventName[];
  @ApiProperty({ type: String, nullable: true }) description!: string | null;
  @ApiProperty({ type: Boolean, description: 'Whether a receipt comes along.' }) receipts!: boolean;
  @ApiProperty({ type: Boolean, description: 'Whether anything is sent.' }) enabled!: boolean;
  @MaybeTime('Since when every attempt has failed.') failingSince!: string | null;
  @MaybeTime() disabledAt!: string | null;
  @ApiProperty({
    type: String,
    enum: DISABLED_REASONS,
    nullable: true,
    description: '`manual`; `gone`: it answered 410; `failing`: nothing arrived for a day.',
  })
  disabledReason!: DisabledReason | null;
  @MaybeTime('Until when the secret before the current one signs along.') previousSecretUntil!: string | null;
  @Time() createdAt!: string;
}

const Secret = () =>
  ApiProperty({
    type: String,
    example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    description: 'Shown this once. Receivers verify signatures with it.',
  });

@ApiSchema({ name: 'CreatedWebhookEndpoint' })
export class CreatedEndpointView extends EndpointView {
  @Secret() secret!: string;
}

@ApiSchema({ name: 'WebhookEndpoints' })
export class EndpointsView {
  @ApiProperty({ type: [EndpointView], description: 'Oldest first.' }) items!: readonly EndpointView[];
}

@ApiSchema({ name: 'RotatedWebhookSecret' })
export class RotatedSecretView {
  @Secret() secret!: string;
  @MaybeTime('Until when the secret so far signs along.') previousSecretUntil!: string | null;
}

@ApiSchema({ name: 'WebhookDelivery', description: 'One message on its way to one endpoint.' })
export class DeliveryView {
  @Id() id!: string;
  @Id() endpointId!: string;
  @Id('What the receiver sees as `webhook-id`: the same in every attempt.') webhookId!: string;
  @ApiProperty({ enum: WEBHOOK_EVENTS }) type!: WebhookEventType;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) matchId!: string | null;
  @ApiProperty({ enum: DELIVERY_STATUSES }) status!: DeliveryStatus;
  @Time() createdAt!: string;
  @MaybeTime('While it is pending.') nextAttemptAt!: string | null;
  @MaybeTime('When it was delivered, or given up.') endedAt!: string | null;
}

@ApiSchema({ name: 'WebhookAttempt' })
export class AttemptView {
  @Time() at!: string;
  @ApiProperty({ type: Number, description: 'Milliseconds until the response’s status.' })
  durationMs!: number;
  @ApiProperty({ type: Number, nullable: true, example: 204 }) responseStatus!: number | null;
  @ApiProperty({
    type: String,
    enum: ATTEMPT_ERRORS,
    nullable: true,
    description:
      'Why there was no response. `interrupted`: we stopped, and try again at once. `receipt_failed`: nothing was sent, as its receipt could not be made; the last attempt does without.',
  })
  error!: string | null;
}

@ApiSchema({ name: 'WebhookDeliveryLog' })
export class DeliveryLogView extends DeliveryView {
  @ApiProperty({ type: String, description: 'What is sent, to the letter.' }) body!: string;
  @ApiProperty({ type: [AttemptView], description: 'Oldest first.' }) attempts!: readonly AttemptView[];
}

@ApiSchema({ name: 'WebhookDeliveryPage' })
export class DeliveryPageView {
  @ApiProperty({ type: [DeliveryView], description: 'Newest first.' }) items!: readonly DeliveryView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

const maybe = (time: Date | null) => time?.toISOString() ?? null;

export function endpointViewOf(endpoint: EndpointRecord): EndpointView {
  const { id, url, events, description, receipts, disabledAt, disabledReason } = endpoint;
  return {
    ...{ id, url, events, description, receipts, enabled: disabledAt === null },
    failingSince: maybe(endpoint.failingSince),
    disabledAt: maybe(disabledAt),
    disabledReason,
    previousSecretUntil: maybe(endpoint.previousSecretUntil),
    createdAt: endpoint.createdAt.toISOString(),
  };
}

export function deliveryViewOf(delivery: DeliveryRecord): DeliveryView {
  const { id, endpointId, noticeId, type, matchId, status, createdAt, nextAttemptAt, endedAt } = delivery;
  return {
    ...{ id, endpointId, webhookId: noticeId, type, matchId, status },
    createdAt: createdAt.toISOString(),
    nextAttemptAt: maybe(nextAttemptAt),
    endedAt: maybe(endedAt),
  };
}

export function deliveryLogViewOf(delivery: DeliveryLog): DeliveryLogView {
  const { body, attempts } = delivery;
  return Object.assign(deliveryViewOf(delivery), { body, attempts: attempts.map(attemptViewOf) });
}

const attemptViewOf = ({ at, ...attempt }: AttemptRecord): AttemptView => ({
  at: at.toISOString(),
  ...attempt,
});
