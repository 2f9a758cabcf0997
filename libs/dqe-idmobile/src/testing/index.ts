export { startDqeSandbox, type DqeSandbox } from './sandbox-server.js';
export type { DqeSandboxOptions } from './sandbox-options.js';
export type { DqeSandboxCounts, DqeSandboxRequest } from './call-log.js';
export type { ConsentDecision } from './consent-desk.js';
export type { SandboxIdentity, SandboxIdentityKey } from './identity.js';
export type { SandboxSubscriber } from './subscriber.js';
export { SANDBOX_SUBSCRIBERS } from './directory.js';
export {
  SANDBOX_NUMBERS,
  SANDBOX_TEST_IDENTITY,
  sandboxConsentErrorNumber,
  sandboxErrorNumber,
  sandboxLoadNumber,
} from './test-numbers.js';
export { SANDBOX_ERROR_TYPES, type SandboxErrorId } from './error-ids.js';
