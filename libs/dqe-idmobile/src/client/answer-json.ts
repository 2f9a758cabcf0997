import type { WireObject } from './wire-json.js';

/** An answer of DQE as it came: JSON, without anything that opens a session. */
export type AnswerJson = Readonly<Record<string, unknown>>;

/** Deeper than any documented answer; what lies beneath is left out. */
const DEEPEST = 8;
const SECRET_NAME = /token|secret|licen[cs]e|password|authorization|cookie/i;

/**
 * The body of an answer, to be kept. Members whose names tell of a secret are left out, and so is whatever holds the
 * token of the session, under any name.
 */
export const answerJson = (body: WireObject, token: string): AnswerJson => membersOf(body, token, 0);

function withoutSecrets(value: unknown, token: string, depth: number): unknown {
  if (typeof value === 'string') return value.includes(token) ? null : value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (depth === DEEPEST) return null;
  if (Array.isArray(value)) return value.map((one) => withoutSecrets(one, token, depth + 1));
  return membersOf(value as WireObject, token, depth);
}

function membersOf(object: WireObject, token: string, depth: number): AnswerJson {
  const kept: Record<string, unknown> = {};
  for (const name of Object.keys(object)) {
    if (SECRET_NAME.test(name) || name.includes(token)) continue;
    const value = withoutSecrets(object[name], token, depth + 1);
    if (name === '__proto__') Object.defineProperty(kept, name, { ...MEMBER, value });
    else kept[name.toWellFormed()] = value;
  }
  return kept;
}

/** A member like any other, whatever its name would do. */
const MEMBER = { configurable: true, enumerable: true, writable: true };
