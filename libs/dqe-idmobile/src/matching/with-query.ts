/**
 * An address with parameters added to its query. What else is in the address stays as it was written: it may be
 * signed. Only where it has parameters of these names already, it is written anew: two of a name would leave it to
 * chance which one is read.
 */
export function withQuery(address: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(address);
  if (Object.keys(parameters).some((name) => url.searchParams.has(name))) {
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url.href;
  }
  const [page = '', ...fragment] = address.split('#');
  const query = page.indexOf('?');
  const separator = query === -1 ? '?' : query === page.length - 1 ? '' : '&';
  return [page + separator + new URLSearchParams(parameters).toString(), ...fragment].join('#');
}
