import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';

/** For the OpenAPI document only: one entry of `errors`. */
@ApiSchema({ name: 'FieldProblem' })
export class FieldProblemSchema {
  @ApiProperty({ example: 'identity.birthDate', description: 'Path of the field; empty for the body.' })
  declare field: string;

  @ApiProperty({ example: 'must be a valid ISO 8601 date string' })
  declare problem: string;

  @ApiProperty({ example: 'Send a date such as 1990-12-31.' })
  declare remedy: string;
}

/** For the OpenAPI document only: `application/problem+json` (RFC 9457). */
@ApiSchema({ name: 'Problem' })
export class ProblemSchema {
  @ApiProperty({ example: 'urn:problem-type:idmobile:validation_failed' })
  declare type: string;

  @ApiProperty({ example: 'Invalid request' })
  declare title: string;

  @ApiProperty({ example: 400 })
  declare status: number;

  @ApiProperty({ example: 'validation_failed', description: 'Stable; branch on this.' })
  declare code: string;

  @ApiProperty({ example: 'One field is not as it should be.' })
  declare detail: string;

  @ApiProperty({ example: '4b9bb80c-2b3e-4b6e-9a53-0a9b0c8d7e6f', description: 'Also in X-Request-Id.' })
  declare requestId: string;

  @ApiPropertyOptional({ type: [FieldProblemSchema] })
  declare errors?: FieldProblemSchema[];
}
