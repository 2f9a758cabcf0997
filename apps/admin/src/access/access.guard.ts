import { Inject, Injectable } from '@nestjs/common';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { validate as isUuid } from 'uuid';
import { CLOCK } from '../clock.module.js';
import { Access, setAccess } from './access.js';
import { notAllowed, notKnown } from './access-problems.js';
import { AccessRecorder } from './access-recorder.js';
import { Callers } from './callers.js';
import { declarationOf } from './routes.js';

/** Lets through who has the permission the route demands; everybody where it says `@Public()`. */
@Injectable()
export class AccessGuard implements CanActivate {
  readonly #callers: Callers;
  readonly #recorder: AccessRecorder;
  readonly #clock: Clock;

  constructor(callers: Callers, recorder: AccessRecorder, @Inject(CLOCK) clock: Clock) {
    this.#callers = callers;
    this.#recorder = recorder;
    this.#clock = clock;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const declaration = declarationOf(context.getHandler(), context.getClass());
    if (declaration === 'public') return true;
    // DeclaredRoutes does not let the service start with such a route; should one appear later, nobody gets in.
    if (declaration === null) return false;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const identification = await this.#callers.identify(request);
    if (!identification.known) {
      await this.#recorder.notKnown(identification, request);
      throw notKnown(identification.reason);
    }
    const access = new Access(
      identification.principal,
      declaration,
      request.id,
      this.#clock,
      targetOf(request),
    );
    if (!access.allowed) {
      await this.#recorder.record(access.event('refused'));
      throw notAllowed(declaration.permission);
    }
    setAccess(request, access);
    return true;
  }
}

/** The `:id` of the address, where it is an id: anything else may be somebody's number. */
function targetOf({ params }: FastifyRequest): string | null {
  const { id } = params as { id?: unknown };
  return typeof id === 'string' && isUuid(id) ? id.toLowerCase() : null;
}
