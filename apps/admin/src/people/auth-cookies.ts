/** The cookies people's browsers are given; `__Host-` where that is possible, which is over https. */
export interface CookieNames {
  readonly session: string;
  /** Of a sign-in that waits for its code. */
  readonly challenge: string;
  /** Of a sign-in that waits for the OpenID provider. */
  readonly state: string;
  readonly secure: boolean;
}

export const cookieNames = (base: string): CookieNames => {
  const secure = base.startsWith('https:');
  const prefix = secure ? '__Host-' : '';
  return {
    session: `${prefix}admin-session`,
    challenge: `${prefix}admin-challenge`,
    state: `${prefix}admin-state`,
    secure,
  };
};

/** Every value of that name: a neighbouring host must not be able to hide ours behind one of its own. */
export const cookieValues = (header = '', name: string): string[] =>
  header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));

/** better-auth sends `token.signature`; the token is what the session is found by. */
export function tokenIn(value: string): string | null {
  let text: string;
  try {
    text = decodeURIComponent(value);
  } catch {
    return null;
  }
  const [token = ''] = text.split('.', 1);
  return /^[A-Za-z0-9_-]{32,128}$/.test(token) ? token : null;
}
