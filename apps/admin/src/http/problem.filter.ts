import { Catch, Injectable, Logger } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from './problem.js';
import { ProblemMappers } from './problem-mappers.js';
import { internalError, toProblem } from './to-problem.js';

/** Everything that goes wrong leaves through here, as `application/problem+json` (RFC 9457). */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  readonly #logger = new Logger(ProblemFilter.name);
  readonly #mappers: ProblemMappers;

  constructor(mappers: ProblemMappers) {
    this.#mappers = mappers;
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const problem = toProblem(error) ?? this.#mapped(error) ?? internalError(error);
    if (problem.status >= 500) {
      this.#report(problem);
    }
    sendProblem(problem, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  #mapped(error: unknown): Problem | undefined {
    try {
      return this.#mappers.map(error);
    } catch (broken) {
      this.#logger.error({ msg: 'A problem mapper failed', err: broken });
      return undefined;
    }
  }

  #report(problem: Problem): void {
    if (problem.status === 500) {
      this.#logger.error({ msg: 'Unexpected error', err: problem.cause ?? problem });
    } else {
      this.#logger.warn({ msg: problem.message, code: problem.code, err: problem.cause });
    }
  }
}

/** Also for what fails before Nest is reached. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  request.problemCode = problem.code;
  if (reply.sent || reply.raw.headersSent) {
    // A stream broke half way. Cutting the connection is the only way left to tell the reader.
    reply.raw.destroy();
    return;
  }
  void reply
    .code(problem.status)
    .headers({ ...problem.headers })
    .type('application/problem+json')
    .send(JSON.stringify(problem.toBody(request.id)));
}
