import type { AccessEvent } from './access-event.js';

/** Where accesses are put on record. There is no switch: without one of these, the service does not start. */
export interface AccessLog {
  /** Resolves when it is durable. */
  append(event: AccessEvent): Promise<void>;
}

export const ACCESS_LOG = Symbol('ACCESS_LOG');
