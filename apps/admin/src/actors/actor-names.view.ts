import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { Matches } from 'class-validator';

const MOST = 100;
const ID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

export class ActorNamesQuery {
  @ApiProperty({
    ...{ type: String, example: '019a0000-0000-7000-8000-000000000001' },
    description: `Ids of people and keys as records name them, up to ${MOST}, with commas between.`,
  })
  @Matches(new RegExp(`^${ID}(?:,${ID}){0,${MOST - 1}}$`, 'i'), {
    message: 'is not a list of ids',
    context: { remedy: `Send up to ${MOST} ids of people and keys, with commas between.` },
  })
  ids!: string;
}

@ApiSchema({ name: 'ActorName' })
export class ActorNameView {
  @ApiProperty({ enum: ['person', 'key'] }) kind!: 'person' | 'key';
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, example: 'Marie Martin' }) name!: string;
}

@ApiSchema({ name: 'ActorNames' })
export class ActorNamesView {
  @ApiProperty({ type: [ActorNameView], description: 'Whoever was removed is not in it.' })
  items!: readonly ActorNameView[];
}
