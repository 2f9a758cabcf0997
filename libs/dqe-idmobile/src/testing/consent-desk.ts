import { randomUUID } from 'node:crypto';
import type { ConsentPlan } from './consent-numbers.js';
import type { Scores } from './scores.js';

/** What the visitor of the operator's page may decide. */
export type ConsentDecision = 'agree' | 'refuse';

/** What a consent session is opened with. Holds scores, never the identity they were computed from. */
export interface NewConsent {
  readonly token: string;
  /** The session lives no longer than its token (protocol.md §6). */
  readonly expiresAt: number;
  readonly operator: string;
  readonly maskedNumber: string;
  readonly redirectUri: string;
  readonly codeName: string;
  readonly scores: Scores;
  readonly plan: ConsentPlan;
}

/** A consent session. */
export interface ConsentSession extends NewConsent {
  readonly id: string;
  decision?: ConsentDecision;
  /** How many times the retrieval answered `pending` after the decision. */
  pendingSeen: number;
  /** Whether the plan's one-time fault has happened. */
  faultSeen: boolean;
  /** Whether the sandbox made its own callback. */
  extraCallbackMade: boolean;
}

/** Keeps memory bounded, like the desk of the tokens. */
const MOST_SESSIONS = 200_000;

/** Keeps the consent sessions: by id for the operator's page, by token for the retrieval. */
export class ConsentDesk {
  private readonly byId = new Map<string, ConsentSession>();
  private readonly byToken = new Map<string, ConsentSession>();

  constructor(private readonly now: () => number) {}

  /** A second session on one token takes the place of the first: the token alone names it (protocol.md §6). */
  open(consent: NewConsent): ConsentSession {
    this.purge();
    const session = {
      ...consent,
      id: randomUUID(),
      pendingSeen: 0,
      faultSeen: false,
      extraCallbackMade: false,
    };
    this.add(session);
    return session;
  }

  withId(id: string): ConsentSession | undefined {
    return this.alive(this.byId.get(id));
  }

  withToken(token: string): ConsentSession | undefined {
    return this.alive(this.byToken.get(token));
  }

  clear(): void {
    this.byId.clear();
    this.byToken.clear();
  }

  get size(): number {
    return this.byId.size;
  }

  snapshot(): ConsentSession[] {
    this.purge();
    return [...this.byId.values()];
  }

  restore(sessions: readonly ConsentSession[]): void {
    for (const session of sessions) this.add(session);
    this.purge();
  }

  private add(session: ConsentSession): void {
    this.byId.set(session.id, session);
    this.byToken.set(session.token, session);
  }

  private alive(session: ConsentSession | undefined): ConsentSession | undefined {
    return session !== undefined && session.expiresAt > this.now() ? session : undefined;
  }

  private purge(): void {
    const now = this.now();
    for (const session of this.byId.values()) {
      if (session.expiresAt > now && this.byId.size < MOST_SESSIONS) return;
      this.byId.delete(session.id);
      if (this.byToken.get(session.token) === session) this.byToken.delete(session.token);
    }
  }
}
