import { createParamDecorator } from '@nestjs/common';
import type { ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Access, accessOf } from './access.js';
import type { Principal } from './principal.js';

function here(context: ExecutionContext): Access {
  const access = accessOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (access === undefined) throw new Error('a public route has no principal');
  return access;
}

/** The {@link Access} of this request, to add to what is put on record. */
export const CurrentAccess = createParamDecorator((_: unknown, context: ExecutionContext): Access =>
  here(context),
);

/** Who asks. */
export const CurrentPrincipal = createParamDecorator(
  (_: unknown, context: ExecutionContext): Principal => here(context).principal,
);

/** The partner system of whoever asks. */
export const CurrentApplication = createParamDecorator(
  (_: unknown, context: ExecutionContext): string => here(context).principal.application,
);
