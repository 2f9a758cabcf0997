import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiPropertyOptional, ApiResponse, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { ProblemSchema } from '../openapi/problem.schema.js';

/** For the OpenAPI document only. */
@ApiSchema({ name: 'MatchProblem', description: 'A problem with one match, which stays on record.' })
export class MatchProblemSchema extends ProblemSchema {
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'The match, where one was made.' })
  declare matchId?: string;
}

const DESCRIPTIONS = {
  409: 'The Idempotency-Key came with another body, or the match had ended otherwise.',
  502: 'DQE gave no usable answer.',
  503: 'Not asked of DQE, or not stored; `code` says which.',
  504: 'DQE gave no answer in time.',
} as const;

/** Documents the errors that may name a match. */
export const ApiMatchProblems = (...statuses: readonly (keyof typeof DESCRIPTIONS)[]) =>
  applyDecorators(
    ApiExtraModels(MatchProblemSchema),
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: DESCRIPTIONS[status],
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(MatchProblemSchema) } } },
      }),
    ),
  );
