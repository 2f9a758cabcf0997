import { Inject, Injectable } from '@nestjs/common';
import {
  type ArrivedCallback,
  DQE_OPTIONS,
  readCallback,
  type ResolvedDqeIdmobileOptions,
} from 'nestjs-dqe-idmobile';
import { PrismaMatchStore } from '../matches/prisma-match-store.js';
import { BrowserCookie } from './browser-cookie.js';
import { PrismaConsentSessions, type SessionToGuard } from './prisma-consent-sessions.js';

/** Keeps a state from being used up by another browser than the one that went to the operator. */
@Injectable()
export class BrowserBinding {
  constructor(
    private readonly sessions: PrismaConsentSessions,
    private readonly cookie: BrowserCookie,
    private readonly store: PrismaMatchStore,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  /**
   * Whether this callback may be taken. Where it may not, that is written down and nothing else is changed.
   *
   * Only a state that can still be used up is guarded: later there is nothing to use up, and the customer's own
   * browser, whose cookie has been taken, has to be told the outcome when it comes again.
   *
   * @param query of the callback
   * @param cookies the `Cookie` header
   */
  async admits(query: Readonly<Record<string, unknown>>, cookies: string | undefined): Promise<boolean> {
    const callback = readCallback(query);
    if (callback === null) return true;
    const at = new Date(this.options.clock.now());
    const session = await this.sessions.ofState(callback.stateHash, at);
    if (session === null || !session.open || !session.bound) return true;
    if (this.cookie.isIn(cookies, session.matchId)) return true;
    await this.store.record(session.matchId, [
      { type: 'callback_received', at, durationMs: null, data: refusalOf(callback, session) },
    ]);
    return false;
  }
}

const refusalOf = ({ statusHint, tokenHash }: ArrivedCallback, session: SessionToGuard) => ({
  ...{ accepted: false, reason: 'other_browser', statusHint },
  tokenMatches:
    session.tokenHash === null ? null : Buffer.from(session.tokenHash).toString('hex') === tokenHash,
});
