import { FOREIGN_SUBSCRIBERS } from './subscribers-abroad.js';
import { FRENCH_SUBSCRIBERS } from './subscribers-france.js';
import type { SandboxSubscriber } from './subscriber.js';

/** Everybody the sandbox knows, with what their operator knows of them. All synthetic. */
export const SANDBOX_SUBSCRIBERS: readonly SandboxSubscriber[] = Object.freeze([
  ...FRENCH_SUBSCRIBERS,
  ...FOREIGN_SUBSCRIBERS,
]);

const byNumber = new Map(SANDBOX_SUBSCRIBERS.map((one) => [one.number, one]));

/** The subscriber of a number in the form it is sent in, or undefined where nobody has it. */
export function findSubscriber(number: string): SandboxSubscriber | undefined {
  return byNumber.get(number);
}
