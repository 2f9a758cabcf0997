export { DQE_HTTP, DQE_OPTIONS } from './dqe-idmobile.constants.js';
export { DqeIdmobileModule } from './dqe-idmobile.module.js';
export type { DqeIdmobileOptionsFactory } from './dqe-idmobile.module-definition.js';

export { isLoopbackHost } from './options/loopback-host.js';
export { systemClock } from './options/clock.js';
export type { Clock } from './options/clock.js';
export type {
  CircuitBreakerOptions,
  ConcurrencyOptions,
  DqeHttpMethod,
  DqeIdmobileOptions,
  NumberFormat,
  ResolvedDqeIdmobileOptions,
  RetryOptions,
} from './options/dqe-idmobile-options.js';

export { MatchingService } from './matching/matching.service.js';
export { ClaimedIdentity, ConsentOffer, MatchRequest } from './matching/match-request.js';
export { readCallback } from './matching/arrived-callback.js';
export type { ArrivedCallback } from './matching/arrived-callback.js';
export type { MatchIdentity } from './matching/match-identity.js';
export type {
  CompletionResult,
  ConsentRequiredMatch,
  ExpiredMatch,
  LateCallback,
  MatchError,
  MatchEvent,
  MatchEventType,
  MatchResult,
  RefusedCallback,
  RejectedMatch,
  RetrievingMatch,
  ScoredMatch,
  UnknownCallback,
} from './matching/match.js';
export { canMove, isTerminal, MATCH_STATUSES, MATCH_TRANSITIONS } from './matching/match-state-machine.js';
export type { MatchStatus } from './matching/match-state-machine.js';
export { InMemoryMatchStore } from './matching/in-memory-match-store.js';
export type { StoredMatch } from './matching/in-memory-match-store.js';
export type {
  Claim,
  ClaimedMatch,
  MatchChange,
  MatchStore,
  OpenedConsent,
  OpenedMatch,
  RejectedChange,
  StrandedMatch,
  UntoldChange,
} from './matching/match-store.js';
export { returnUrlWith } from './matching/return-url.js';
export { parseNumber } from './matching/phone-number.js';
export type { ParsedNumber } from './matching/phone-number.js';

export { OnMatchConsentRequired, OnMatchExpired, OnMatchSettled } from './notices/on-match.decorators.js';
export type { MatchNoticeDecorator, NoticeOptions } from './notices/on-match.decorators.js';
export type { MatchNotice, MatchNoticeHandler, MatchNoticeType } from './notices/match-notice.js';

export { DqeIdmobileMonitor } from './monitor/dqe-idmobile-monitor.js';
export type { DqeSnapshot } from './monitor/dqe-idmobile-monitor.js';
export type { DqeMonitorListener } from './monitor/dqe-events.js';
export type {
  BreakerChanged,
  BreakerState,
  CallFinished,
  DqeMonitorEvent,
  MatchEnded,
} from './monitor/dqe-monitor-event.js';
export type { AnswerJson } from './client/answer-json.js';
export type { HeldToken } from './client/token-source.js';

export { evaluate } from './policy/evaluate.js';
export type { Verdict, VerdictReason, VerdictResult } from './policy/evaluate.js';
export { DEFAULT_POLICY } from './policy/match-policy.js';
export type { FieldRule, MatchPolicy, MatchPolicySource } from './policy/match-policy.js';
export { policyProblems } from './policy/policy-problems.js';
export { SCORE_FIELDS } from './policy/scores.js';
export type { ScoreField, Scores, Similarity } from './policy/scores.js';

export { DqeError } from './errors/dqe-error.js';
export type { DqeErrorCode } from './errors/dqe-error.js';
export { categoryOf, DQE_ERROR_IDS } from './errors/dqe-error-ids.js';
export type { DqeErrorMeaning } from './errors/dqe-error-ids.js';
export {
  DqeBusyError,
  DqeCallError,
  DqeCircuitOpenError,
  DqeConnectionLostError,
  DqeConsentNotConfiguredError,
  DqeHttpStatusError,
  DqeMalformedAnswerError,
  DqeMatchSupersededError,
  DqeNoticeHandlerError,
  DqeOptionsError,
  DqePolicyError,
  DqeStoreError,
  DqeTimeoutError,
  DqeTokenRefusedError,
  DqeUnreachableError,
  DqeValidationError,
} from './errors/dqe-errors.js';
export type { DqeCall, FieldProblem } from './errors/dqe-errors.js';
export type { ErrorCategory } from './errors/error-category.js';
