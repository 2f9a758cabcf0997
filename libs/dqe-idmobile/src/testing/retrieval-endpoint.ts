import type { ConsentSession } from './consent-desk.js';
import { FAULTS } from './faults.js';
import type { ReadParameters } from './parameters.js';
import { errorReply, jsonReply, type Reply } from './reply.js';
import { credentialFits, type SandboxContext } from './sandbox-context.js';
import { mapScores, scoresAsStrings } from './scores.js';

const NAMES = new Set(['token', 'Licence', 'scope']);
const SCOPE = 'matching_notp';

/** `{status: "success", scope, code_name, matching: {…}}`, with the scores where the plan wants them. */
function successReply({ scores, codeName, plan }: ConsentSession): Reply {
  const head = { status: 'success', scope: SCOPE, code_name: codeName };
  const strings = scoresAsStrings(scores);
  switch (plan.shape ?? 'matching') {
    case 'matching':
      return jsonReply({ ...head, matching: strings });
    case 'matching_notp':
      return jsonReply({ ...head, matching_notp: strings });
    case 'top':
      return jsonReply({ ...head, ...strings });
    case 'numbers':
      return jsonReply({ ...head, matching: scores });
    case 'empty':
      return jsonReply({ ...head, matching: mapScores(scores, () => '') });
  }
}

function isPending(session: ConsentSession, pendingTimes: number): boolean {
  const { decision, plan } = session;
  if (decision === undefined) return plan.readyEarly !== true;
  const times = plan.pending ?? pendingTimes;
  return times === 'forever' || session.pendingSeen < times;
}

function resultReply(session: ConsentSession): Reply {
  const { fault, faultOnce = false, errorId } = session.plan;
  const honest = errorId === undefined ? successReply(session) : errorReply(errorId, session.operator);
  if (fault === undefined || (faultOnce && session.faultSeen)) return honest;
  session.faultSeen = true;
  const faulty = FAULTS[fault](session.scores);
  // A late answer is an honest one; what is broken is broken on its own.
  return faulty.delivery === undefined ? faulty : { ...honest, delivery: faulty.delivery };
}

/** `/GET/` (protocol.md §6). Mind the capital L of `Licence`. */
export function answerRetrieval({ params, malformed }: ReadParameters, context: SandboxContext): Reply {
  const { options, tokens, consents } = context;
  if (!credentialFits(params['Licence'], options.licence, options)) return errorReply('02');
  const token = params['token'] ?? '';
  if (tokens.expiryOf(token) === undefined) return errorReply('30');
  if (params['scope'] !== 'client_idmobile') return errorReply('04');
  if (malformed || Object.keys(params).some((name) => !NAMES.has(name))) return errorReply('01');
  const session = consents.withToken(token);
  // The token lives, but nobody was sent to an operator with it.
  if (session === undefined) return errorReply('01');
  if (session.decision === 'refuse') return errorReply('21');
  context.changed();
  if (isPending(session, options.pendingTimes)) {
    if (session.decision !== undefined) session.pendingSeen += 1;
    return jsonReply({ status: 'pending', scope: SCOPE });
  }
  return resultReply(session);
}
