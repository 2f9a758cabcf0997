import type { FastifyRequest } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { timeId } from './time-id.js';
import type { AccessData, AccessEvent, AccessTarget, Outcome } from './access-event.js';
import { subjectOf } from './actions.js';
import type { Principal } from './principal.js';
import type { Demand } from './require-permission.decorator.js';

/** One request of somebody who is known: who, what for, and what is to be said of it on record. */
export class Access {
  #target: AccessTarget;
  #data: AccessData = {};
  #onRecord = false;
  #failureOnRecord = false;

  constructor(
    readonly principal: Principal,
    readonly demand: Demand,
    private readonly requestId: string,
    private readonly clock: Clock,
    targetId: string | null = null,
  ) {
    this.#target = { type: subjectOf(demand.action), id: targetId };
  }

  get allowed(): boolean {
    return this.principal.permissions.has(this.demand.permission);
  }

  /** What it turned out to be about. */
  concerns(id: string): void {
    this.#target = { ...this.#target, id };
  }

  /** Adds to what will be said. Nothing personal: names of filters, not their values. */
  note(data: AccessData): void {
    this.#data = { ...this.#data, ...data };
  }

  /** To be called when a write has put this access on record itself, so that it is not done twice. */
  isOnRecord(): void {
    this.#onRecord = true;
  }

  get onRecord(): boolean {
    return this.#onRecord;
  }

  /** The same, of a write that leads to a problem. */
  failureIsOnRecord(): void {
    this.#failureOnRecord = true;
  }

  get failureOnRecord(): boolean {
    return this.#failureOnRecord;
  }

  /** The line to write of a request that was answered by a problem. Some depend on what is asked for: those are refusals. */
  failure({ status, code }: { readonly status: number; readonly code: string }): AccessEvent {
    return this.event(status === 403 ? 'refused' : 'failed', { status, code });
  }

  /** The line to write. */
  event(
    outcome: Outcome,
    more: AccessData = {},
    action: AccessEvent['action'] = this.demand.action,
  ): AccessEvent {
    const now = this.clock.now();
    const { kind, id, application } = this.principal;
    return {
      id: timeId(now),
      at: new Date(now),
      actor: { kind, id },
      application,
      action,
      target: this.#target,
      outcome,
      permission: this.demand.permission,
      requestId: this.requestId,
      data: { ...this.#data, ...more },
    };
  }
}

const accesses = new WeakMap<FastifyRequest, Access>();

export const setAccess = (request: FastifyRequest, access: Access): void =>
  void accesses.set(request, access);

/** undefined on public routes. */
export const accessOf = (request: FastifyRequest): Access | undefined => accesses.get(request);
