import { htmlErrorReply, jsonReply, textReply, type Reply } from './reply.js';
import { DOCUMENTED_EXAMPLE, mapScores, scoresAsStrings, type Scores } from './scores.js';

/** Large enough to be beyond any sensible limit of a client, small enough not to hurt a test. */
const HUGE_BYTES = 8 * 1024 * 1024;

type Fault = (scores: Scores) => Reply;

/** Ways in which an answer goes wrong, or right in an unusual form. Each gets the scores an honest answer holds. */
export const FAULTS = {
  slow: (scores) => ({ ...jsonReply(scores), delivery: 'slow' }),
  cutBeforeAnswer: (scores) => ({ ...jsonReply(scores), delivery: 'cut-before' }),
  cutInsideAnswer: (scores) => ({ ...jsonReply(scores), delivery: 'cut-inside' }),
  malformedJson: (scores) => ({ ...jsonReply(scores), body: JSON.stringify(scores).replace(':', '=') }),
  wrongShape: () => jsonReply({ result: ['nothing', 'documented'] }),
  htmlError: () => htmlErrorReply(500, 'Internal Server Error'),
  tooManyRequests: () => textReply(429, 'Too Many Requests', { 'retry-after': '2' }),
  unavailable: () => htmlErrorReply(503, 'Service Unavailable'),
  neverAnswers: (scores) => ({ ...jsonReply(scores), delivery: 'never' }),
  numericStrings: (scores) => jsonReply(scoresAsStrings(scores)),
  nothingAvailable: (scores) => jsonReply(mapScores(scores, () => '')),
  documentedExample: () => jsonReply(DOCUMENTED_EXAMPLE),
  scoreOutOfRange: (scores) => jsonReply({ ...scores, birthdate: 1.2 }),
  scoreNotANumber: (scores) => jsonReply({ ...scores, family_name: 'high' }),
  missingKeys: ({ family_name, address }) =>
    jsonReply({ family_name, address: { locality: address.locality } }),
  nullScores: (scores) => jsonReply(mapScores(scores, () => null)),
  truncatedJson: (scores) => {
    const body = JSON.stringify(scores);
    return { ...jsonReply(scores), body: body.slice(0, body.length / 2) };
  },
  trickle: (scores) => ({ ...jsonReply(scores), delivery: 'trickle' }),
  emptyBody: (scores) => ({ ...jsonReply(scores), body: '' }),
  redirected: () => textReply(302, 'Found', { location: 'https://elsewhere.invalid/' }),
  hugeBody: (scores) => jsonReply({ ...scores, padding: 'x'.repeat(HUGE_BYTES) }),
  unknownStatus: () => jsonReply({ status: 'maybe' }),
  numericErrorId: () => jsonReply({ status: 'error', error_id: 13, error_type: 'operator [X] not found' }),
  jsonAsHtml: (scores) => ({ ...jsonReply(scores), type: 'text/html; charset=utf-8' }),
} as const satisfies Record<string, Fault>;

/** The name of a fault. */
export type FaultName = keyof typeof FAULTS;
