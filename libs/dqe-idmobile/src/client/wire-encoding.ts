/** Parameters of one call, in order. `undefined` is left out; nothing is ever sent empty by accident. */
export type WireParameters = Readonly<Record<string, string | undefined>>;

/**
 * Percent-encodes once, in UTF-8, for a query string and a form body alike. A space becomes `%20`, never `+`, so a
 * server reads the same whichever of the two decodings it applies.
 */
export function encodeForm(parameters: WireParameters): string {
  let form = '';
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) form += `${form === '' ? '' : '&'}${name}=${encodeURIComponent(value)}`;
  }
  return form.replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}
