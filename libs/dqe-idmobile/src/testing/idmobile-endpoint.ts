import type { AnswerBehaviour } from './answer-numbers.js';
import type { ConsentPlan } from './consent-numbers.js';
import { findSubscriber } from './directory.js';
import { FAULTS } from './faults.js';
import { readMatchingRequest, type MatchingRequest } from './matching-request.js';
import { operatorSlug } from './operator-slug.js';
import type { ReadParameters } from './parameters.js';
import { numberProblem } from './phone-number.js';
import { errorReply, jsonReply, type Reply } from './reply.js';
import type { SandboxContext } from './sandbox-context.js';
import { compareIdentities, type Scores } from './scores.js';
import type { SandboxSubscriber } from './subscriber.js';
import { findTestNumber } from './test-numbers.js';

function maskNumber(number: string): string {
  return `${number.slice(0, 2)} ${'•'.repeat(number.length - 4)} ${number.slice(-2)}`;
}

/** Opens a consent session and names the operator's page (protocol.md §5, "Consent needed"). */
function askConsent(
  request: MatchingRequest,
  operator: string,
  scores: Scores,
  plan: ConsentPlan,
  context: SandboxContext,
): Reply {
  const { token, tokenExpiresAt, redirectUri, codeName, number } = request;
  // Without consent there are no scores, and without redirect_uri there is no way back from it.
  if (redirectUri === undefined) return errorReply('01');
  const maskedNumber = maskNumber(number);
  const consent = {
    token,
    expiresAt: tokenExpiresAt,
    operator,
    maskedNumber,
    redirectUri,
    codeName,
    scores,
    plan,
  };
  const { id } = context.consents.open(consent);
  context.changed();
  const url = `${context.consentBase}/operator/${operatorSlug(operator)}/consent/${id}`;
  return jsonReply({ status: 'success', operator, url });
}

function answerSubscriber(
  request: MatchingRequest,
  subscriber: SandboxSubscriber,
  plan: ConsentPlan,
  context: SandboxContext,
): Reply {
  // `phone` is mandatory for SFR (protocol.md §4).
  if (subscriber.operator === 'SFR' && request.identity.phone === '') return errorReply('07', 'SFR');
  const scores = compareIdentities(request.identity, subscriber.identity);
  return subscriber.consent
    ? askConsent(request, subscriber.operator, scores, plan, context)
    : jsonReply(scores);
}

function answerBehaviour(behaviour: AnswerBehaviour, scores: Scores, context: SandboxContext): Reply {
  const { number, everyOther = false, fault, errorId = '99' } = behaviour;
  if (everyOther) {
    const turn = context.turns.get(number) ?? 0;
    context.turns.set(number, turn + 1);
    if (turn % 2 === 1) return jsonReply(scores);
  }
  return fault === undefined ? errorReply(errorId) : FAULTS[fault](scores);
}

/** `/IDMOBILE/` (protocol.md §3 to §5). */
export function answerMatching(read: ReadParameters, context: SandboxContext): Reply {
  const request = readMatchingRequest(read, context);
  if ('errorId' in request) return errorReply(request.errorId);
  const { number, country } = request;
  const test = findTestNumber(number);
  if (test?.kind === 'error') return errorReply(test.errorId, 'Orange');
  if (test?.kind === 'answer') {
    return answerBehaviour(
      test.behaviour,
      compareIdentities(request.identity, test.subscriber.identity),
      context,
    );
  }
  if (test?.kind === 'consent') return answerSubscriber(request, test.subscriber, test.plan, context);
  if (test?.kind === 'load') return answerSubscriber(request, test.subscriber, {}, context);
  const subscriber = findSubscriber(number);
  if (subscriber?.country === country) return answerSubscriber(request, subscriber, {}, context);
  return errorReply(numberProblem(number, country));
}
