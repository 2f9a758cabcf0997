import type { WebhookEventType } from './webhook-events.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses after the first, second, … attempt; together a little more than 24 hours. */
export const PAUSES_MS: readonly number[] = [
  ...[5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  ...[2 * HOUR, 5 * HOUR, 8 * HOUR, 8.5 * HOUR],
];
/** A pause is longer by up to this share, so that what failed together does not come back together. */
export const JITTER = 0.1;
/** How long a `Retry-After` may have us wait. */
export const LONGEST_RETRY_AFTER_MS = 24 * HOUR;

/**
 * Milliseconds until the next attempt; null where there is none.
 * @param tries attempts so far, the last one included
 * @param random at least 0, less than 1
 */
export function pauseAfter(
  tries: number,
  type: WebhookEventType,
  random: number,
  retryAfterMs: number | null,
): number | null {
  // Whoever tests is there to look, and asks for another.
  const pause = type === 'webhook.test' ? undefined : PAUSES_MS[tries - 1];
  if (pause === undefined) return null;
  const asked = Math.min(retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS);
  return Math.round(Math.max(pause * (1 + JITTER * random), asked));
}
