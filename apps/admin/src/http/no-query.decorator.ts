import { type NestInterceptor, UseInterceptors } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';
import { unknownProperty } from './validation.js';

const refuseQuery: NestInterceptor = {
  intercept: (context, next) => {
    const names = Object.keys(context.switchToHttp().getRequest<FastifyRequest>().query as object);
    if (names.length === 0) return next.handle();
    throw Problem.ofFields(
      names.map((name) => ({
        ...unknownProperty(name),
        remedy: 'Remove it: nothing can be asked for here.',
      })),
    );
  },
};

/** Refuses parameters in the query, as those routes do that know some; where an access is on record by then. */
export const NoQuery = () => UseInterceptors(refuseQuery);
