import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type AccessData, type AccessEvent, type Outcome, OUTCOMES } from '../access/access-event.js';
import { ACTION_NAMES, type Action } from '../access/actions.js';
import { type Permission, PERMISSIONS } from '../access/permissions.js';
import type { Actor } from '../access/principal.js';

export const ACTOR_KINDS = [
  'bootstrap',
  'key',
  'person',
  'anonymous',
  'service',
] as const satisfies Actor['kind'][];

@ApiSchema({
  name: 'Actor',
  description: 'Who it was; `anonymous` for whoever was not let in, `service` for what happens by itself.',
})
export class ActorView implements Actor {
  @ApiProperty({ enum: ACTOR_KINDS }) kind!: Actor['kind'];
  @ApiProperty({ type: String }) id!: string;
}

@ApiSchema({ name: 'AccessTarget' })
export class AccessTargetView {
  @ApiProperty({ type: String, example: 'match' }) type!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null: none in particular, such as a list.' })
  id!: string | null;
}

@ApiSchema({
  name: 'AccessEvent',
  description: 'Who did, saw, or was refused what. Holds no personal data.',
})
export class AccessEventView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7; of a match.create that worked, the id of the match.' })
  id!: string;
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorView }) actor!: ActorView;
  @ApiProperty({ type: String, nullable: true, description: 'Of the actor.' }) application!: string | null;
  @ApiProperty({ enum: ACTION_NAMES }) action!: Action;
  @ApiProperty({ type: AccessTargetView, nullable: true }) target!: AccessTargetView | null;
  @ApiProperty({ enum: OUTCOMES, description: 'failed: let in, and it did not work.' }) outcome!: Outcome;
  @ApiProperty({ enum: PERMISSIONS, nullable: true, type: String, description: 'What it takes.' })
  permission!: Permission | null;
  @ApiProperty({ type: String, nullable: true }) requestId!: string | null;
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    description: 'Counts, codes and names of filters.',
    example: { filters: ['number'], count: 3 },
  })
  data!: AccessData;
}

@ApiSchema({ name: 'AccessEventPage' })
export class AccessEventPageView {
  @ApiProperty({ type: [AccessEventView], description: 'Newest first.' }) items!: readonly AccessEventView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

export const eventViewOf = ({ at, ...event }: AccessEvent): AccessEventView => ({
  ...event,
  at: at.toISOString(),
});
