/** What `Retry-After` asks for, in milliseconds: seconds, or a date (RFC 9110 §10.2.3). Null where it is neither. */
export function retryAfterMsOf(header: string | string[] | undefined, now: Date): number | null {
  const text = typeof header === 'string' ? header.trim() : '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const date = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} [\d:]{8} GMT$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}
