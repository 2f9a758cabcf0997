import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';
import { ApiKeys } from './api-keys.js';
import type { KnownCaller } from './api-keys.js';
import { IS_PUBLIC } from './public.decorator.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the guard; absent on public routes. */
    caller?: KnownCaller;
  }
}

/** Refuses every route without a good key, unless the route says `@Public()`. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  readonly #keys: ApiKeys;
  readonly #reflector: Reflector;

  constructor(keys: ApiKeys, reflector: Reflector) {
    this.#keys = keys;
    this.#reflector = reflector;
  }

  canActivate(context: ExecutionContext): boolean {
    const isPublic = this.#reflector.getAllAndOverride<boolean | undefined>(IS_PUBLIC, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (isPublic === true) {
      return true;
    }
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const caller = this.#keys.callerOf(request);
    if (caller.known) {
      request.caller = caller;
      return true;
    }
    throw new Problem({
      status: 401,
      code: 'unauthorized',
      detail:
        caller.presented === 'nothing'
          ? 'An API key is needed: send Authorization: Bearer <key>.'
          : 'This API key is not known here: send Authorization: Bearer <key> with the key shown at the first start, or the one in BOOTSTRAP_API_KEY.',
      headers: {
        'www-authenticate': caller.presented === 'nothing' ? 'Bearer' : 'Bearer error="invalid_token"',
      },
    });
  }
}
