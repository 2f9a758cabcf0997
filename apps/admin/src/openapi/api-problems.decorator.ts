import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { ProblemSchema } from './problem.schema.js';

const DESCRIPTIONS = {
  400: 'The request is not as it should be; `errors` names each field.',
  401: 'No key, or one that is not known here.',
  403: 'This key may not do that.',
  404: 'There is no such thing.',
  406: 'The answer is of no type that `Accept` names.',
  409: 'It contradicts what is there already.',
  410: 'It was there, and is over.',
  413: 'The body is larger than 64 KiB.',
  415: 'The body is not JSON.',
  416: 'The file has no such bytes; `Content-Range` says how many it has.',
  422: 'Understood, but not possible.',
  429: 'Too many requests in this minute; `Retry-After` says when to come back.',
  502: 'DQE gave no usable answer.',
  503: 'Not available at the moment; `Retry-After`, where there is one, says when to come back.',
  504: 'DQE gave no answer in time.',
} as const;

/** Documents the errors a route answers, as `application/problem+json`. */
export function ApiProblems(
  ...statuses: readonly (keyof typeof DESCRIPTIONS)[]
): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiExtraModels(ProblemSchema),
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: DESCRIPTIONS[status],
        content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemSchema) } } },
      }),
    ),
  );
}
