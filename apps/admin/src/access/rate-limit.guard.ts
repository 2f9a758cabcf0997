import { Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdminConfig } from '../config/admin-config.js';
import { Problem } from '../http/problem.js';
import { AccessRecorder } from './access-recorder.js';
import { Callers } from './callers.js';
import { RateWindow } from './rate-window.js';
import { SKIPS_RATE_LIMIT } from './skip-rate-limit.decorator.js';

const MINUTE_MS = 60_000;

/**
 * RATE_LIMIT requests a minute, over all routes together: a good key is counted by itself; everybody else, with a
 * wrong key or none, by address.
 *
 * Not @nestjs/throttler: its 6.7 is CommonJS and requires Nest 12, which is ES modules; Jest cannot load that on
 * Node 20 or 22, and its storage walks over every hit of the window on each request.
 */
@Injectable()
export class RateLimitGuard implements CanActivate {
  readonly #limit: number;
  readonly #callers: Callers;
  readonly #recorder: AccessRecorder;
  readonly #reflector: Reflector;
  readonly #window = new RateWindow(MINUTE_MS);

  constructor(config: AdminConfig, callers: Callers, recorder: AccessRecorder, reflector: Reflector) {
    this.#limit = config.rateLimit;
    this.#callers = callers;
    this.#recorder = recorder;
    this.#reflector = reflector;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (this.#limit === 0 || this.#isExempt(context)) {
      return true;
    }
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const caller = await this.#callers.identify(request);
    const { hits, secondsLeft } = this.#window.hit(
      caller.known ? `${caller.principal.kind}:${caller.principal.id}` : `address:${request.ip}`,
    );
    const headers = {
      'x-ratelimit-limit': String(this.#limit),
      'x-ratelimit-remaining': String(Math.max(0, this.#limit - hits)),
      'x-ratelimit-reset': String(secondsLeft),
    };
    if (hits > this.#limit) {
      await this.#recorder.rateLimited(caller, request);
      throw new Problem({
        status: 429,
        code: 'rate_limited',
        detail: `More than ${this.#limit} requests in a minute. Come back in ${secondsLeft} s; RATE_LIMIT sets the limit.`,
        headers: { ...headers, 'retry-after': String(secondsLeft) },
      });
    }
    http.getResponse<FastifyReply>().headers(headers);
    return true;
  }

  #isExempt(context: ExecutionContext): boolean {
    return (
      this.#reflector.getAllAndOverride<boolean | undefined>(SKIPS_RATE_LIMIT, [
        context.getHandler(),
        context.getClass(),
      ]) === true
    );
  }
}
