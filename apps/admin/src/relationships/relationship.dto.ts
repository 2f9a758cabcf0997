import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsOptional, Matches, ValidateIf } from 'class-validator';
import { APPLICATION } from '../access/principal.js';
import { ActorView } from '../audit/access-event.view.js';
import { InstantText } from '../http/query.js';
import { NumberBody } from '../subjects/number.body.js';
import type { Relationship } from './relationship.js';

@ApiSchema({ name: 'PutRelationship' })
export class PutRelationshipBody extends NumberBody {
  @ApiPropertyOptional({
    ...{ type: String, example: 'shop' },
    description: 'Left out: of a key its own, else all that have none of their own.',
  })
  @IsOptional()
  @Matches(APPLICATION, { context: { remedy: 'Send the name of an application such as shop.' } })
  application?: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: it goes on.' })
  @ValidateIf((_, value) => value !== null)
  @InstantText()
  endedAt!: string | null;
}

@ApiSchema({ name: 'SearchRelationships' })
export class SearchRelationshipsBody extends NumberBody {}

@ApiSchema({ name: 'Relationship' })
export class RelationshipView {
  @ApiProperty({ format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, nullable: true, description: 'null: all that have none of their own.' })
  application!: string | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'null: it goes on.' })
  endedAt!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) changedAt!: string;
  @ApiProperty({ type: ActorView }) changedBy!: ActorView;
}

@ApiSchema({ name: 'Relationships' })
export class RelationshipsView {
  @ApiProperty({ type: [RelationshipView] }) items!: readonly RelationshipView[];
}

export const relationshipViewOf = ({ endedAt, changedAt, ...rest }: Relationship): RelationshipView => ({
  ...rest,
  endedAt: endedAt?.toISOString() ?? null,
  changedAt: changedAt.toISOString(),
});
