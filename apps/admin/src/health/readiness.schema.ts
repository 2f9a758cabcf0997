import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { ProblemSchema } from '../openapi/problem.schema.js';

/** For the OpenAPI document only: why the service is not ready. */
@ApiSchema({ name: 'NotReady' })
export class NotReadySchema extends ProblemSchema {
  @ApiProperty({
    type: Object,
    additionalProperties: true,
    description: 'What it needs, and how each stands.',
    example: { database: { status: 'down', message: 'The database does not answer.' } },
  })
  declare checks: object;

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    description: 'What is good to know, and keeps nobody from being ready.',
    example: { dqe: { circuitBreaker: 'closed' } },
  })
  declare details: object;
}
