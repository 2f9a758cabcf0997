import type { FaultName } from './faults.js';

/** How a consent session goes once the customer agreed. Plain data, since it is kept in the state file. */
export interface ConsentPlan {
  /** How many times the retrieval answers `pending` after the decision; left out: the option `pendingTimes`. */
  readonly pending?: number | 'forever';
  /** The result is an error instead of scores. */
  readonly errorId?: string;
  /** Where the scores stand in the result; `numbers`: under `matching`, but as numbers. */
  readonly shape?: 'matching' | 'matching_notp' | 'top' | 'numbers' | 'empty';
  /** The retrieval goes wrong: the first time only, or always. */
  readonly fault?: FaultName;
  readonly faultOnce?: boolean;
  /** The result is there before the customer decided. */
  readonly readyEarly?: boolean;
  /** A callback the sandbox makes itself: when the page opens, or just before the browser's own. */
  readonly extraCallback?: 'early' | 'twice';
  /** `status` of the callback after consent, where it is not `success`. */
  readonly callbackStatus?: 'error';
}

/** What a test number makes a consent session do. */
export interface ConsentBehaviour {
  readonly number: string;
  readonly what: string;
  readonly plan: ConsentPlan;
}

/** 06 00 00 02 NN: how consent, callback and retrieval behave. Refusing leads to error 21 on each. */
export const CONSENT_NUMBERS = {
  consentAtOnce: { number: '0600000201', plan: { pending: 0 }, what: 'agreed: the result is there at once' },
  consentPendingThrice: {
    number: '0600000202',
    plan: { pending: 3 },
    what: 'agreed: pending 3 times, then the result',
  },
  consentPendingForever: {
    number: '0600000203',
    plan: { pending: 'forever' },
    what: 'agreed: pending for ever',
  },
  consentCallbackTwice: {
    number: '0600000204',
    plan: { pending: 0, extraCallback: 'twice' },
    what: 'the callback comes twice: from the sandbox, then from the browser',
  },
  consentCallbackEarly: {
    number: '0600000205',
    plan: { pending: 0, extraCallback: 'early' },
    what: 'a callback comes when the page opens, before the decision and the result; the right one follows',
  },
  consentDataFailed: { number: '0600000206', plan: { pending: 0, errorId: '18' }, what: 'agreed: error 18' },
  consentOtpIncorrect: {
    number: '0600000207',
    plan: { pending: 0, errorId: '20', callbackStatus: 'error' },
    what: 'agreed: callback `status=error`, error 20',
  },
  consentScoresAtTop: {
    number: '0600000208',
    plan: { pending: 0, shape: 'top' },
    what: 'agreed: scores at the top level of the result',
  },
  consentScoresUnderScope: {
    number: '0600000209',
    plan: { pending: 0, shape: 'matching_notp' },
    what: 'agreed: scores under `matching_notp`',
  },
  consentResultEarly: {
    number: '0600000210',
    plan: { pending: 0, readyEarly: true },
    what: 'the result is there before anybody opened the page (unless refused)',
  },
  consentFalseSuccess: {
    number: '0600000211',
    plan: { pending: 0, errorId: '21' },
    what: 'agreed: callback `status=success`, yet error 21',
  },
  consentFalseError: {
    number: '0600000212',
    plan: { pending: 0, callbackStatus: 'error' },
    what: 'agreed: callback `status=error`, yet a result',
  },
  consentScoresAsNumbers: {
    number: '0600000213',
    plan: { pending: 0, shape: 'numbers' },
    what: 'agreed: scores as numbers instead of strings',
  },
  consentNothingAvailable: {
    number: '0600000214',
    plan: { pending: 0, shape: 'empty' },
    what: 'agreed: every score is `""`',
  },
  consentCutOnce: {
    number: '0600000215',
    plan: { pending: 0, fault: 'cutBeforeAnswer', faultOnce: true },
    what: 'agreed: the first retrieval is cut, the next one answers',
  },
  consentHtmlErrorOnce: {
    number: '0600000216',
    plan: { pending: 0, fault: 'htmlError', faultOnce: true },
    what: 'agreed: the first retrieval answers HTTP 500, the next one the result',
  },
  consentMalformedJson: {
    number: '0600000217',
    plan: { pending: 0, fault: 'malformedJson' },
    what: 'agreed: every retrieval answers something that is not JSON',
  },
  consentSlow: {
    number: '0600000218',
    plan: { pending: 0, fault: 'slow', faultOnce: true },
    what: 'agreed: the first retrieval takes `slowMs`',
  },
  consentNeverAnswers: {
    number: '0600000219',
    plan: { pending: 0, fault: 'neverAnswers' },
    what: 'agreed: the retrieval never answers',
  },
} as const satisfies Record<string, ConsentBehaviour>;
