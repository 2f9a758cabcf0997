import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsUUID,
  Matches,
  Max,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { type FieldRule, SCORE_FIELDS, type ScoreField } from 'nestjs-dqe-idmobile';
import { Reason } from '../approvals/reason.js';
import { all, PageQuery } from '../http/query.js';
import { POLICY_STATES, type PolicyState } from './policy-record.js';

/** As it stands in `name@version`, and in addresses. */
const POLICY_NAME = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;
const NAME_RULE = {
  message: 'is not the name of a policy',
  context: { remedy: 'Send 1 to 40 characters of a-z, 0-9 and hyphens, such as default.' },
};

/** Left out is fine; null is not. */
const Given = () => ValidateIf((_, value) => value !== undefined);

const Threshold = (description: string) =>
  all(
    ApiProperty({ type: Number, minimum: 0, maximum: 1, description }),
    IsNumber({}, { context: { remedy: 'Send a number from 0 to 1, such as 0.85.' } }),
    Min(0),
    Max(1),
  );

@ApiSchema({ name: 'PolicyRule', description: 'How one field is judged.' })
export class PolicyRuleBody implements FieldRule {
  @Threshold('Agrees from this similarity on.')
  agreesFrom!: number;

  @Threshold('Contradicts below this similarity; at most `agreesFrom`.')
  contradictsBelow!: number;

  @ApiProperty({
    enum: ['decisive', 'supporting'],
    description:
      'decisive: makes a mismatch, and is needed for a match. supporting: can only turn a match into a partial one.',
  })
  @IsIn(['decisive', 'supporting'], { context: { remedy: 'Send decisive or supporting.' } })
  weight!: FieldRule['weight'];
}

const Rule = () =>
  all(
    ApiPropertyOptional({ type: PolicyRuleBody }),
    Given(),
    IsObject(),
    ValidateNested(),
    Type(() => PolicyRuleBody),
  );

@ApiSchema({ name: 'PolicyFields', description: 'A field that is left out is not looked at.' })
export class PolicyFieldsBody implements Partial<Record<ScoreField, PolicyRuleBody>> {
  @Rule() familyName?: PolicyRuleBody;
  @Rule() givenName?: PolicyRuleBody;
  @Rule() birthDate?: PolicyRuleBody;
  @Rule() gender?: PolicyRuleBody;
  @Rule() email?: PolicyRuleBody;
  @Rule() 'address.country'?: PolicyRuleBody;
  @Rule() 'address.postalCode'?: PolicyRuleBody;
  @Rule() 'address.streetAddress'?: PolicyRuleBody;
  @Rule() 'address.locality'?: PolicyRuleBody;
}

@ApiSchema({ name: 'CreatePolicy' })
export class CreatePolicyBody {
  @ApiPropertyOptional({
    ...{ type: String, default: 'default', example: 'default' },
    description: 'Versions count up by name.',
  })
  @Given()
  @Matches(POLICY_NAME, NAME_RULE)
  name?: string;

  @ApiProperty({
    ...{ type: Number, minimum: 1, maximum: SCORE_FIELDS.length, example: 2 },
    description: 'Fewer available decisive fields than this make the verdict insufficient.',
  })
  @IsInt()
  @Min(1)
  @Max(SCORE_FIELDS.length)
  minimumDecisive!: number;

  @ApiProperty({ type: PolicyFieldsBody })
  @IsObject({ context: { remedy: 'Send an object with a rule for each field that counts.' } })
  @ValidateNested()
  @Type(() => PolicyFieldsBody)
  fields!: PolicyFieldsBody;

  @Reason({ optional: true, description: 'What it is for; kept sealed.' })
  note?: string;
}

@ApiSchema({ name: 'PublishPolicy' })
export class PublishPolicyBody {
  @Reason({ description: 'Why; kept sealed, and read by the second person.' })
  reason!: string;

  @ApiPropertyOptional({
    type: String,
    format: 'uuid',
    description: 'Where a second person has approved exactly this.',
  })
  @Given()
  @IsUUID()
  approvalId?: string;
}

export class ListPoliciesQuery extends PageQuery {
  @ApiPropertyOptional({ type: String, example: 'default' })
  @IsOptional()
  @Matches(POLICY_NAME, NAME_RULE)
  name?: string;

  @ApiPropertyOptional({ enum: POLICY_STATES })
  @IsOptional()
  @IsIn(POLICY_STATES, { context: { remedy: `Send one of ${POLICY_STATES.join(', ')}.` } })
  state?: PolicyState;
}
