import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { AccessData, AccessEvent, Outcome } from '../access/access-event.js';
import { AccessRecorder } from '../access/access-recorder.js';
import { AccessTally } from '../access/access-tally.js';
import type { Action } from '../access/actions.js';
import { type Actor, DEFAULT_APPLICATION } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';

export type SignInMethod = 'totp' | 'backup_code' | 'invitation' | 'oidc';

/** Why somebody did not come in. */
export type SignInRefusal =
  | 'wrong_credentials'
  | 'wrong_code'
  | 'no_challenge'
  | 'too_many_tries'
  | 'invitation_not_found'
  | 'cross_site'
  | 'oidc_refused';

const ANONYMOUS: Actor = { kind: 'anonymous', id: 'anonymous' };

/** Puts on record who came in, and counts who did not. No e-mail address: who is known, is known by id. */
@Injectable()
export class SignInRecords {
  constructor(
    private readonly recorder: AccessRecorder,
    private readonly tally: AccessTally,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem 503 where it cannot be put on record */
  cameIn(personId: string, method: SignInMethod, request: FastifyRequest): Promise<void> {
    const actor = { kind: 'person', id: personId } as const;
    return this.recorder.record(this.event('session.create', actor, 'allowed', { method }, request));
  }

  /** Anybody can cause this without end, so it is counted rather than listed. */
  refused(reason: SignInRefusal, personId: string | null, request: FastifyRequest): Promise<void> {
    const actor: Actor = personId === null ? ANONYMOUS : { kind: 'person', id: personId };
    const event = this.event('session.refuse', actor, 'refused', { reason }, request);
    return this.tally.add(`sign-in ${reason} ${actor.id}`, event);
  }

  /** An invitation was used, by who is somebody from now on. */
  joined(personId: string, data: AccessData, request: FastifyRequest): AccessEvent {
    const actor = { kind: 'person', id: personId } as const;
    return this.event('person.join', actor, 'allowed', data, request);
  }

  private event(
    action: Action,
    actor: Actor,
    outcome: Outcome,
    data: AccessData,
    request: FastifyRequest,
  ): AccessEvent {
    const now = this.clock.now();
    const target = actor.kind === 'person' ? { type: 'person', id: actor.id } : null;
    return {
      ...{ id: timeId(now), at: new Date(now), actor, application: applicationOf(actor), action, target },
      ...{ outcome, permission: null, requestId: request.id, data },
    };
  }
}

const applicationOf = ({ kind }: Actor) => (kind === 'person' ? DEFAULT_APPLICATION : null);
