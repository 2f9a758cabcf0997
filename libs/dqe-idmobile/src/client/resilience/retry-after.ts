/**
 * The header `Retry-After` (RFC 9110 §10.2.3): seconds, or an HTTP date in any of its three forms.
 *
 * @param now milliseconds since the epoch
 * @returns milliseconds from `now`, never negative; `null` where there is none that can be read
 */
export function readRetryAfter(header: unknown, now: number): number | null {
  if (typeof header !== 'string') return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return null;
  // The obsolete asctime form names no zone, and means GMT all the same.
  const at = Date.parse(/GMT$/.test(text) ? text : `${text} GMT`);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
