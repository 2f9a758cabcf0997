import * as library from './index.js';

/** What consumers can import. An addition is a feature; a removal or a change of kind breaks somebody. */
const EXPORTS = {
  ClaimedIdentity: 'function',
  ConsentOffer: 'function',
  DEFAULT_POLICY: 'object',
  DQE_ERROR_IDS: 'object',
  DQE_HTTP: 'symbol',
  DQE_OPTIONS: 'symbol',
  DqeBusyError: 'function',
  DqeCallError: 'function',
  DqeCircuitOpenError: 'function',
  DqeConnectionLostError: 'function',
  DqeConsentNotConfiguredError: 'function',
  DqeError: 'function',
  DqeHttpStatusError: 'function',
  DqeIdmobileModule: 'function',
  DqeIdmobileMonitor: 'function',
  DqeMalformedAnswerError: 'function',
  DqeMatchSupersededError: 'function',
  DqeNoticeHandlerError: 'function',
  DqeOptionsError: 'function',
  DqePolicyError: 'function',
  DqeStoreError: 'function',
  DqeTimeoutError: 'function',
  DqeTokenRefusedError: 'function',
  DqeUnreachableError: 'function',
  DqeValidationError: 'function',
  InMemoryMatchStore: 'function',
  MATCH_STATUSES: 'object',
  MATCH_TRANSITIONS: 'object',
  MatchRequest: 'function',
  MatchingService: 'function',
  OnMatchConsentRequired: 'function',
  OnMatchExpired: 'function',
  OnMatchSettled: 'function',
  SCORE_FIELDS: 'object',
  canMove: 'function',
  categoryOf: 'function',
  evaluate: 'function',
  isLoopbackHost: 'function',
  isTerminal: 'function',
  parseNumber: 'function',
  policyProblems: 'function',
  readCallback: 'function',
  returnUrlWith: 'function',
  systemClock: 'object',
};

it('exports these names and no other', () => {
  const kinds = Object.entries(library).map(([name, value]) => [name, typeof value]);
  expect(Object.fromEntries(kinds)).toEqual(EXPORTS);
});
