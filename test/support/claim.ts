import { SANDBOX_SUBSCRIBERS, SANDBOX_TEST_IDENTITY } from 'nestjs-dqe-idmobile/testing';
import { personaOf } from '../../apps/admin/src/sandbox/dqe-server.js';

/** The body of a match whose claims are true: of a subscriber of the sandbox, or of one of its test numbers. */
export function claim(number: string, more: Readonly<Record<string, unknown>> = {}) {
  const subscriber = SANDBOX_SUBSCRIBERS.find((candidate) => candidate.number === number);
  const { country, identity } = personaOf(
    subscriber ?? { ...SANDBOX_SUBSCRIBERS[0]!, identity: SANDBOX_TEST_IDENTITY },
  );
  return { number, ...(country === undefined ? {} : { country }), identity, ...more };
}
