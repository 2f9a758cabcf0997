import type { FaultName } from './faults.js';

/** What a test number makes `/IDMOBILE/` do. */
export interface AnswerBehaviour {
  readonly number: string;
  readonly what: string;
  /** The fault that happens. Where it is left out, `errorId` does. */
  readonly fault?: FaultName;
  readonly errorId?: string;
  /** Only the first call, the third, the fifth… go wrong; the ones between answer with scores. */
  readonly everyOther?: boolean;
}

/** 06 00 00 01 NN: how the answer itself behaves. The caller is compared with `SANDBOX_TEST_IDENTITY`. */
export const ANSWER_NUMBERS = {
  slow: { number: '0600000101', fault: 'slow', what: 'scores, after `slowMs` (3 s)' },
  cutBeforeAnswer: {
    number: '0600000102',
    fault: 'cutBeforeAnswer',
    what: 'the connection is cut before any byte of the answer',
  },
  cutInsideAnswer: {
    number: '0600000103',
    fault: 'cutInsideAnswer',
    what: 'the connection is cut in the middle of the announced body',
  },
  malformedJson: { number: '0600000104', fault: 'malformedJson', what: 'a whole answer that is not JSON' },
  wrongShape: { number: '0600000105', fault: 'wrongShape', what: 'valid JSON in none of the three shapes' },
  htmlError: { number: '0600000106', fault: 'htmlError', what: 'HTTP 500 with an HTML page' },
  tooManyRequests: { number: '0600000107', fault: 'tooManyRequests', what: 'HTTP 429 with `Retry-After: 2`' },
  unavailable: { number: '0600000108', fault: 'unavailable', what: 'HTTP 503 with an HTML page' },
  neverAnswers: { number: '0600000109', fault: 'neverAnswers', what: 'no answer until the caller gives up' },
  numericStrings: { number: '0600000110', fault: 'numericStrings', what: 'scores as strings (`"1.0"`)' },
  nothingAvailable: { number: '0600000111', fault: 'nothingAvailable', what: 'every score is `""`' },
  documentedExample: {
    number: '0600000112',
    fault: 'documentedExample',
    what: 'the documented example, exactly',
  },
  scoreOutOfRange: { number: '0600000113', fault: 'scoreOutOfRange', what: 'a birth date score of 1.2' },
  scoreNotANumber: {
    number: '0600000114',
    fault: 'scoreNotANumber',
    what: 'a family name score of `"high"`',
  },
  missingKeys: { number: '0600000115', fault: 'missingKeys', what: 'most score keys are missing' },
  nullScores: { number: '0600000116', fault: 'nullScores', what: 'every score is null' },
  truncatedJson: {
    number: '0600000117',
    fault: 'truncatedJson',
    what: 'half of the JSON, sent as a whole HTTP answer',
  },
  trickle: { number: '0600000118', fault: 'trickle', what: 'scores in small pieces, spread over `slowMs`' },
  emptyBody: { number: '0600000119', fault: 'emptyBody', what: 'HTTP 200 with an empty body' },
  tokenRefusedOnce: {
    number: '0600000120',
    errorId: '30',
    everyOther: true,
    what: 'error 30, then scores, in turns',
  },
  unreachableOnce: {
    number: '0600000121',
    errorId: '16',
    everyOther: true,
    what: 'error 16, then scores, in turns',
  },
  cutOnce: {
    number: '0600000122',
    fault: 'cutBeforeAnswer',
    everyOther: true,
    what: 'the connection is cut, then scores, in turns',
  },
  redirected: { number: '0600000123', fault: 'redirected', what: 'HTTP 302 to another host' },
  hugeBody: { number: '0600000124', fault: 'hugeBody', what: 'scores in a body of 8 MiB' },
  unknownStatus: { number: '0600000125', fault: 'unknownStatus', what: '`{"status":"maybe"}`' },
  numericErrorId: { number: '0600000126', fault: 'numericErrorId', what: '`error_id` as a JSON number' },
  jsonAsHtml: { number: '0600000127', fault: 'jsonAsHtml', what: 'scores, declared as text/html' },
} as const satisfies Record<string, AnswerBehaviour>;
