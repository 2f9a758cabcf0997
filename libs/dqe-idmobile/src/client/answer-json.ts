/** An answer of DQE as it came: JSON, without anything that opens a session. */
export type AnswerJson = Readonly<Record<string, unknown>>;

/** Deeper than any documented answer; what lies beneath is left out. */
const DEEPEST = 8;
const SECRET_NAME = /token|secret|licen[cs]e|password|authorization|cookie/i;

/**
 * The body of an answer, to be kept. Members whose names tell of a secret are left out, and so is whatever holds the
 * token of the session, under any name.
 * @param text a JSON object, as read before
 */
export function answerJson(text: string, token: string): AnswerJson {
  return withoutSecrets(JSON.parse(text), token, 0) as AnswerJson;
}

function withoutSecrets(value: unknown, token: string, depth: number): unknown {
  if (typeof value === 'string') return value.includes(token) ? null : value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return null;
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, token, depth + 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) =>
      SECRET_NAME.test(name) || name.includes(token)
        ? []
        : [[name.toWellFormed(), withoutSecrets(one, token, depth + 1)]],
    ),
  );
}
