/** Parameters of one call, in order. `undefined` is left out; nothing is ever sent empty by accident. */
export type WireParameters = Readonly<Record<string, string | undefined>>;

/**
 * Percent-encodes once, in UTF-8, for a query string and a form body alike. A space becomes `%20`, never `+`, so a
 * server reads the same whichever of the two decodings it applies.
 */
export function encodeForm(parameters: WireParameters): string {
  const pairs: string[] = [];
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) pairs.push(`${name}=${encode(value)}`);
  }
  return pairs.join('&');
}

const encode = (value: string) =>
  encodeURIComponent(value).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
