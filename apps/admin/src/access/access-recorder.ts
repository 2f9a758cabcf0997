import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { timeId } from './time-id.js';
import { CLOCK } from '../clock.module.js';
import type { Access } from './access.js';
import type { AccessEvent, AccessTarget } from './access-event.js';
import { ACCESS_LOG, type AccessLog } from './access-log.js';
import { notOnRecord } from './access-problems.js';
import { AccessTally } from './access-tally.js';
import type { Actor } from './principal.js';
import type { Identification } from './principal-source.js';

type Refused = Extract<Identification, { known: false }>;

const ANONYMOUS: Actor = { kind: 'anonymous', id: 'anonymous' };

/** Puts accesses on record. */
@Injectable()
export class AccessRecorder {
  readonly #log: AccessLog;
  readonly #tally: AccessTally;
  readonly #clock: Clock;

  constructor(@Inject(ACCESS_LOG) log: AccessLog, tally: AccessTally, @Inject(CLOCK) clock: Clock) {
    this.#log = log;
    this.#tally = tally;
    this.#clock = clock;
  }

  /** @throws Problem 503 where it cannot be put on record */
  async record(event: AccessEvent): Promise<void> {
    try {
      await this.#log.append(event);
    } catch (error) {
      throw notOnRecord(error);
    }
  }

  /** For what shows nothing of anybody. Never fails: what could not be written is counted, and tried again. */
  count(access: Access): Promise<void> {
    const { principal, demand } = access;
    return this.#tally.add(`${demand.action} ${principal.kind}:${principal.id}`, access.event('allowed'));
  }

  /** Somebody was not let in. An attacker can do this without end, so it is counted rather than listed. */
  notKnown(who: Refused, request: FastifyRequest): Promise<void> {
    return this.#refused(who.reason, who.actor ?? ANONYMOUS, who.application ?? null, request);
  }

  /** Somebody, known or not, asks too often. */
  rateLimited(who: Identification, request: FastifyRequest): Promise<void> {
    if (who.known) return this.#refused('rate_limited', who.principal, who.principal.application, request);
    return this.#refused('rate_limited', who.actor ?? ANONYMOUS, who.application ?? null, request);
  }

  #refused(
    reason: string,
    { kind, id }: Actor,
    application: string | null,
    request: FastifyRequest,
  ): Promise<void> {
    const now = this.#clock.now();
    const target: AccessTarget | null = null;
    return this.#tally.add(`${reason} ${kind}:${id}`, {
      ...{ id: timeId(now), at: new Date(now), actor: { kind, id }, application, target },
      ...{ action: 'access.refused', outcome: 'refused', permission: null, requestId: request.id },
      data: { reason },
    });
  }
}
