import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { ENDPOINT_EVENTS, type EndpointEventName, MATCH_EVENTS } from './webhook-events.js';
import { DELIVERY_STATUSES, type DeliveryStatus } from './webhook-records.js';

/** Several decorators as one. */
const all =
  (...decorators: readonly PropertyDecorator[]): PropertyDecorator =>
  (target, key) => {
    for (const decorate of decorators) decorate(target, key);
  };

/** May be left out, but not be null: `IsOptional` takes both. */
const MayBeLeftOut = () => ValidateIf((_object, value) => value !== undefined);

const SOME = { context: { remedy: `Send at least one of ${ENDPOINT_EVENTS.join(', ')}.` } };
const KNOWN = { context: { remedy: `Send some of ${ENDPOINT_EVENTS.join(', ')}.` } };

const Url = () => IsString({ context: { remedy: 'Send an https address.' } });

const Events = () =>
  all(
    ApiPropertyOptional({
      enum: ENDPOINT_EVENTS,
      isArray: true,
      default: [...MATCH_EVENTS],
      description: 'What to be told.',
    }),
    MayBeLeftOut(),
    IsArray(KNOWN),
    ArrayNotEmpty(SOME),
    ArrayUnique({ context: { remedy: 'Send each of them once.' } }),
    IsIn(ENDPOINT_EVENTS, { each: true, ...KNOWN }),
  );

const Receipts = () =>
  all(
    ApiPropertyOptional({
      type: Boolean,
      default: false,
      description:
        'Whether `data.receipt` comes along: a signed promise that the event is on record, and mostly the proof that it is in the log. The first attempt is made two seconds later, then.',
    }),
    MayBeLeftOut(),
    IsBoolean({ context: { remedy: 'Send true or false.' } }),
  );

const Description = () =>
  all(
    ApiPropertyOptional({ type: String, nullable: true, maxLength: 200, example: 'the shop' }),
    IsOptional(),
    IsString(),
    MaxLength(200),
    Matches(/^\P{Cc}*$/u, {
      message: 'must not contain control characters',
      context: { remedy: 'Send plain text.' },
    }),
  );

@ApiSchema({ name: 'CreateWebhookEndpoint' })
export class CreateEndpointDto {
  @ApiProperty({
    type: String,
    format: 'uri',
    example: 'https://partner.example/webhooks/dqe',
    description: 'https, public, without a user; port 443, or from 1024 on.',
  })
  @Url()
  url!: string;

  @Events() events?: EndpointEventName[];
  @Description() description?: string | null;
  @Receipts() receipts?: boolean;
}

@ApiSchema({ name: 'ChangeWebhookEndpoint', description: 'What is left out stays as it is.' })
export class ChangeEndpointDto {
  @ApiPropertyOptional({ type: String, format: 'uri' }) @MayBeLeftOut() @Url() url?: string;
  @Events() events?: EndpointEventName[];
  @Description() description?: string | null;
  @Receipts() receipts?: boolean;

  @ApiPropertyOptional({
    type: Boolean,
    description:
      'false: nothing more is sent, and what was on its way ends. true: from now on, also after failures.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;
}

@ApiSchema({ name: 'RotateWebhookSecret' })
export class RotateSecretDto {
  @ApiPropertyOptional({
    type: Number,
    minimum: 0,
    maximum: 168,
    default: 24,
    description: 'How long the secret so far signs along.',
  })
  @MayBeLeftOut()
  @IsInt({ context: { remedy: 'Send a whole number of hours from 0 to 168.' } })
  @Min(0, { context: { remedy: 'Send 0 for no overlap.' } })
  @Max(168, { context: { remedy: 'Send at most 168: a week.' } })
  overlapHours?: number;
}

export class ListDeliveriesQuery {
  @ApiPropertyOptional({ enum: DELIVERY_STATUSES })
  @IsOptional()
  @IsIn(DELIVERY_STATUSES, { context: { remedy: `Send one of ${DELIVERY_STATUSES.join(', ')}.` } })
  status?: DeliveryStatus;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 500, default: 50 })
  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (/^\d{1,9}$/.test(String(value)) ? Number(value) : value))
  @IsInt()
  @Min(1)
  @Max(500)
  limit?: number;

  @ApiPropertyOptional({ type: String, description: '`nextCursor` of the page before.' })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  cursor?: string;
}
