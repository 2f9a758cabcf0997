/**
 * The partner's address with `token` and `status` added to its own query (protocol.md §6.1). The partner's part
 * stays as it is, byte for byte: it may be signed, or in an encoding that URLSearchParams would change.
 */
export function callbackUrl(redirectUri: string, token: string, status: 'success' | 'error'): string {
  const hash = redirectUri.indexOf('#');
  const base = hash < 0 ? redirectUri : redirectUri.slice(0, hash);
  const fragment = hash < 0 ? '' : redirectUri.slice(hash);
  const mark = base.indexOf('?');
  const query = mark < 0 ? '' : base.slice(mark + 1);
  const separator = mark < 0 ? '?' : query === '' || query.endsWith('&') ? '' : '&';
  return `${base}${separator}token=${encodeURIComponent(token)}&status=${status}${fragment}`;
}
