import { type CanActivate, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.js';

const refuseQuery: CanActivate = {
  canActivate: (context) => {
    const names = Object.keys(context.switchToHttp().getRequest<FastifyRequest>().query as object);
    if (names.length === 0) return true;
    throw Problem.ofFields(
      names.map((name) => ({
        field: name.slice(0, 120),
        problem: 'is not a known property',
        remedy: 'Remove it: nothing can be asked for here.',
      })),
    );
  },
};

/** Refuses parameters in the query, as those routes do that know some. */
export const NoQuery = () => UseGuards(refuseQuery);
