import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ActorView } from '../audit/access-event.view.js';
import { PolicyFieldsBody } from './policy.body.js';
import { nameOf, POLICY_STATES, type PolicyRecord, type PolicyState } from './policy-record.js';
import type { PolicyTexts } from './policy-texts.js';

@ApiSchema({ name: 'PolicyPublication', description: 'When it was put into force, the last time.' })
export class PolicyPublicationView {
  @ApiProperty({ type: String, format: 'date-time' }) at!: string;
  @ApiProperty({ type: ActorView }) by!: ActorView;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'The policy in force until then.',
  })
  replaces!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'null: it came with the service.' })
  reason!: string | null;
  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Of the second person, if one was needed.',
  })
  approvalId!: string | null;
}

@ApiSchema({
  name: 'Policy',
  description: 'One version of a policy: by what scores become a verdict. Never changed.',
})
export class PolicyView {
  @ApiProperty({ format: 'uuid', description: 'UUIDv7' }) id!: string;
  @ApiProperty({ example: 'default' }) name!: string;
  @ApiProperty({ example: '2' }) version!: string;
  @ApiProperty({ example: 'default@2', description: 'As verdicts name it.' }) policy!: string;
  @ApiProperty({ enum: POLICY_STATES, description: 'draft: never in force. retired: no longer in force.' })
  state!: PolicyState;
  @ApiProperty({
    type: Number,
    description: 'Fewer available decisive fields make the verdict insufficient.',
  })
  minimumDecisive!: number;
  @ApiProperty({ type: PolicyFieldsBody }) fields!: PolicyFieldsBody;
  @ApiProperty({ type: String, nullable: true, description: 'What its author says of it.' }) note!:
    string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: string;
  @ApiProperty({ type: ActorView }) createdBy!: ActorView;
  @ApiProperty({ type: PolicyPublicationView, nullable: true }) publication!: PolicyPublicationView | null;
}

@ApiSchema({ name: 'PolicyPage' })
export class PolicyPageView {
  @ApiProperty({ type: [PolicyView], description: 'Newest first.' }) items!: readonly PolicyView[];
  @ApiProperty({ type: String, nullable: true, description: 'Send it as `cursor`; null on the last page.' })
  nextCursor!: string | null;
}

/** With what people wrote, opened. */
export async function policyViewsOf(
  records: readonly PolicyRecord[],
  texts: Pick<PolicyTexts, 'openAll'>,
): Promise<readonly PolicyView[]> {
  const opened = await texts.openAll(
    records.flatMap(({ id, noteSealed, publication }) => [
      { kind: 'note', row: id, envelope: noteSealed } as const,
      { kind: 'reason', row: publication?.id ?? '', envelope: publication?.reasonSealed ?? null } as const,
    ]),
  );
  return records.map((record, i) => viewOf(record, opened[2 * i] ?? null, opened[2 * i + 1] ?? null));
}

function viewOf(record: PolicyRecord, note: string | null, reason: string | null): PolicyView {
  const { id, policy, state, createdAt, createdBy, publication } = record;
  const { name, version, minimumDecisive, fields } = policy;
  return {
    ...{ id, name, version, policy: nameOf(policy), state, minimumDecisive, fields, note },
    ...{ createdAt: createdAt.toISOString(), createdBy },
    publication:
      publication === null
        ? null
        : {
            ...{ at: publication.at.toISOString(), by: publication.by, replaces: publication.replaces },
            ...{ reason, approvalId: publication.approvalId },
          },
  };
}
