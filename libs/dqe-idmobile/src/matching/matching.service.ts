import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';

import { locationUrl } from '../client/location-url.js';
import { DqeClient } from '../client/dqe-client.js';
import type { AccessToken } from '../client/token-source.js';
import type { ConsentAnswer } from '../client/wire-answer.js';
import type { WireMatch } from '../client/wire-request.js';
import { DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import { DqeError } from '../errors/dqe-error.js';
import { DqeCallError, DqeConsentNotConfiguredError } from '../errors/dqe-errors.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { redirectUriOf } from '../options/resolve-options.js';
import type { MatchPolicy } from '../policy/match-policy.js';
import { PolicyInForce } from '../policy/policy-in-force.js';
import { type ConsentState, createState, hashToken, redirectUriWith } from './consent-state.js';
import type { CompletionResult, MatchResult } from './match.js';
import { CONSENT_NOT_OFFERED, errorOfAnswer, errorOfFailure } from './match-error.js';
import type { MatchRequest } from './match-request.js';
import type { OpenedMatch } from './match-store.js';
import { createMatchId } from './match-id.js';
import { prepareMatch } from './prepare-match.js';
import { RetrievalService } from './retrieval.service.js';
import { type MovingMatch, Settlement } from './settlement.js';
import { Timeline } from './timeline.js';
import { validateRequest } from './validate-request.js';

/** A way back for the customer's browser: our callback URL with a state inside. */
interface ConsentOfferMade {
  readonly state: ConsentState;
  readonly redirectUri: string;
}

/** Under way, with what its scores will be judged by. */
type JudgedMatch = MovingMatch & { readonly policy: MatchPolicy };

/**
 * Matches a mobile number with a claimed identity.
 *
 * `match` records, asks, judges and records again; `complete` takes the browser's callback after the operator's
 * consent page. Business answers, "no" among them, are returned; an error is thrown only where no answer was had.
 */
@Injectable()
export class MatchingService implements OnApplicationShutdown {
  private readonly running = new Set<Promise<MatchResult>>();

  constructor(
    private readonly client: DqeClient,
    private readonly settlement: Settlement,
    private readonly retrievals: RetrievalService,
    private readonly policies: PolicyInForce,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  /**
   * Verifies one number. The match is durable as `requested` before any byte leaves, and its outcome before this
   * resolves.
   *
   * @param input a `MatchRequest`, plain or an instance; it is validated here
   * @param context handed to `MatchStore.open` as it is
   * @throws DqeValidationError the input is wrong; nothing was stored or sent
   * @throws DqePolicyError there is no policy to judge by; nothing was stored or sent
   * @throws DqeStoreError the outcome could not be stored; the match stays `requested`
   * @throws DqeCallError no usable answer was had; `matchId` says which match, and its record stays
   */
  async match(input: MatchRequest, context?: unknown): Promise<MatchResult> {
    const { clock, store } = this.options;
    const request = validateRequest(input, this.options);
    const offer = request.consent === undefined ? null : this.offerConsent();
    const prepared = prepareMatch(request, this.options);
    const returnUrl = request.consent?.returnUrl;
    // Before anything is billed: scores that nobody could judge would be lost.
    const policy = await this.policies.read();
    const now = clock.now();
    const matchId = createMatchId(now);
    const timeline = new Timeline(clock, now);
    timeline.add('requested', { country: prepared.number.country, consentOffered: offer !== null });
    const opened: OpenedMatch = {
      id: matchId,
      createdAt: new Date(now),
      number: prepared.number.e164,
      country: prepared.number.country,
      identity: prepared.identity,
      codeName: request.codeName ?? this.options.codeName ?? null,
      purpose: request.purpose ?? null,
      reference: request.reference ?? null,
      consentOffered: offer !== null,
      returnUrl: returnUrl === undefined ? null : locationUrl(returnUrl),
      events: timeline.take(),
      context,
    };
    await this.unlessDown(opened, timeline);
    await store.open(opened);
    const result = this.asked({ matchId, from: 'requested', timeline, policy }, prepared.wire, offer);
    this.running.add(result);
    try {
      return await result;
    } finally {
      this.running.delete(result);
    }
  }

  /** Whoever asked may have gone; the answer is billed all the same, and is waited for. */
  async onApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.running);
  }

  /**
   * Where DQE is known to be down, nothing will be sent: the match is opened and ended at once.
   * @throws DqeCircuitOpenError it is on record as rejected
   */
  private async unlessDown(opened: OpenedMatch, timeline: Timeline): Promise<void> {
    const refusal = this.client.refusal();
    if (refusal === null) return;
    refusal.matchId = opened.id;
    await this.settlement.turnedAway(opened, timeline, errorOfFailure(refusal));
    await this.client.notTried(refusal);
    throw refusal;
  }

  private async asked(
    match: JudgedMatch,
    plain: WireMatch,
    offer: ConsentOfferMade | null,
  ): Promise<MatchResult> {
    try {
      const wire = offer === null ? plain : { ...plain, redirectUri: offer.redirectUri };
      return await this.ask(match, wire, offer);
    } catch (error) {
      if (error instanceof DqeError) error.matchId = match.matchId;
      throw error;
    }
  }

  /**
   * Takes the browser's callback: finds the match by its single-use `state`, fetches the result from DQE and settles.
   * What the query says of `status` decides nothing, because anybody can write it (protocol.md §6). A callback that
   * comes again is `refused` and changes nothing, but is told what the first was told.
   *
   * @param query the query parameters of your callback route
   */
  complete(query: Readonly<Record<string, unknown>>): Promise<CompletionResult> {
    return this.retrievals.complete(query);
  }

  private offerConsent(): ConsentOfferMade {
    const redirectUri = redirectUriOf(this.options);
    if (redirectUri === undefined) throw new DqeConsentNotConfiguredError();
    const state = createState();
    return { state, redirectUri: redirectUriWith(redirectUri, state.value) };
  }

  private async ask(
    match: JudgedMatch,
    wire: WireMatch,
    offer: ConsentOfferMade | null,
  ): Promise<MatchResult> {
    const { answer, json, token } = await this.client
      .match(wire, match.timeline)
      .catch(async (error: unknown) => {
        if (error instanceof DqeCallError) await this.fail(match, error);
        throw error;
      });
    switch (answer.kind) {
      case 'scores':
        return this.settlement.scored(match, match.policy, null, answer.scores, json);
      case 'consent':
        return this.openConsent(match, answer, token, offer);
      case 'error':
        return this.settlement.rejected(match, errorOfAnswer(answer), json);
    }
  }

  private openConsent(
    match: MovingMatch,
    { operator, url }: ConsentAnswer,
    token: AccessToken | null,
    offer: ConsentOfferMade | null,
  ): Promise<MatchResult> {
    if (offer === null || token === null) return this.settlement.rejected(match, CONSENT_NOT_OFFERED);
    return this.settlement.consentPending(match, operator, {
      stateHash: offer.state.hash,
      token: token.value,
      tokenHash: hashToken(token.value),
      url,
      openedAt: new Date(this.options.clock.now()),
      expiresAt: new Date(token.expiresAt),
    });
  }

  /**
   * Keeps what is known of a failure. `unknown` only where the matching request left and its answer never came: then
   * DQE may have billed it. Everything else is certain, and a rejection.
   */
  private async fail(match: MovingMatch, error: DqeCallError): Promise<void> {
    const unanswered = error.code === 'DQE_TIMEOUT' || error.code === 'DQE_CONNECTION_LOST';
    if (error.call === 'matching' && error.sent && unanswered) {
      await this.settlement.unknown(match, errorOfFailure(error));
    } else {
      await this.settlement.rejected(match, errorOfFailure(error));
    }
  }
}
