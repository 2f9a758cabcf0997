import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import type { PolicyRecord } from './policy-record.js';
import { PrismaPolicies } from './prisma-policies.js';

/** Milliseconds for which another instance may not have noticed that another policy is in force. */
const KEPT_MS = 1_000;

/** What matches are judged by. */
@Injectable()
export class ActivePolicy {
  #kept: { readonly at: number; readonly policy: Promise<PolicyRecord> } | null = null;

  constructor(
    private readonly policies: PrismaPolicies,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** In force, now or a second ago. What this process puts into force holds at once. */
  current(): Promise<PolicyRecord> {
    const now = this.clock.now();
    const age = this.#kept === null ? Infinity : now - this.#kept.at;
    if (this.#kept !== null && age >= 0 && age < KEPT_MS) return this.#kept.policy;
    const policy = this.policies.active();
    this.#kept = { at: now, policy };
    // What failed is not kept.
    policy.catch(() => this.forget());
    return policy;
  }

  /** To be called when another one was put into force. */
  forget(): void {
    this.#kept = null;
  }
}
