import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ProblemFilter } from './problem.filter.js';
import { ProblemMappers } from './problem-mappers.js';
import { PublicUrl } from './public-url.js';
import { createValidationPipe } from './validation.js';

/** What every route shares: validation, errors, and where we are reached. */
@Global()
@Module({
  providers: [
    ProblemMappers,
    PublicUrl,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: createValidationPipe },
  ],
  exports: [ProblemMappers, PublicUrl],
})
export class HttpModule {}
