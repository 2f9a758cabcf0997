/** Parameters of a call, by name. Without a prototype, so that no name is special. */
export type Parameters = Readonly<Record<string, string>>;

/** Parameters as read; `malformed` where the encoding is wrong or a name comes twice. */
export interface ReadParameters {
  readonly params: Parameters;
  readonly malformed: boolean;
}

// An URL and a form body are ASCII; anything else was not percent-encoded.
const ENCODED = /^[\x21-\x7e]*$/;

// URLSearchParams would take invalid percent-encoding or UTF-8 as it comes; this refuses both.
function decode(text: string): string {
  return decodeURIComponent(text.includes('+') ? text.replaceAll('+', ' ') : text);
}

/** Reads `application/x-www-form-urlencoded`, strictly: percent-encoded UTF-8, every name once. */
export function readParameters(encoded: string): ReadParameters {
  const params = Object.create(null) as Record<string, string>;
  if (encoded === '') return { params, malformed: false };
  let malformed = !ENCODED.test(encoded);
  for (const pair of encoded.split('&')) {
    const equals = pair.indexOf('=');
    try {
      const name = decode(equals < 0 ? pair : pair.slice(0, equals));
      if (name in params) malformed = true;
      params[name] = equals < 0 ? '' : decode(pair.slice(equals + 1));
    } catch {
      malformed = true;
    }
  }
  return { params, malformed };
}
