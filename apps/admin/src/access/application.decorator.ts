import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import './api-key.guard.js';

/** The application of whoever calls, for a parameter of a route that needs a key. */
export const Application = createParamDecorator((_data: unknown, context: ExecutionContext): string => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (caller === undefined) throw new Error('a route without a key has no application');
  return caller.application;
});
