import { InputRefusedError } from '../errors/transparency-log-errors.js';

/** What JSON can say. */
export type JsonValue =
  null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** Deeper than this is a mistake, or a value that holds itself. */
const MAX_DEPTH = 64;

/**
 * The one text of a JSON value (RFC 8785, JCS): no spaces, members sorted by the UTF-16 code units of their names,
 * numbers and strings as ECMAScript writes them.
 *
 * Stricter than `JSON.stringify`: what that would drop, change or turn to null is refused, namely `undefined`, `NaN`, holes
 * in arrays, symbols, half surrogate pairs, and objects of any class, dates among them.
 * @throws InputRefusedError naming the place, never a value
 */
export const canonicalise = (value: unknown): string => write(value, 'value', 0);

function write(value: unknown, at: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new InputRefusedError(at, `it is nested deeper than ${MAX_DEPTH}`);
  switch (typeof value) {
    case 'string':
      return text(value, at);
    case 'number':
      if (!Number.isFinite(value)) throw new InputRefusedError(at, 'JSON has finite numbers only');
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? list(value, at, depth) : members(value, at, depth);
    default:
      throw new InputRefusedError(at, `JSON has no ${typeof value}`);
  }
}

function text(value: string, at: string): string {
  if (!value.isWellFormed()) throw new InputRefusedError(at, 'it has to be well-formed Unicode');
  return JSON.stringify(value);
}

function list(values: readonly unknown[], at: string, depth: number): string {
  // Array.from, unlike map, visits holes.
  return `[${Array.from(values, (value, i) => write(value, `${at}[${i}]`, depth + 1)).join(',')}]`;
}

function members(value: object, at: string, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) {
    throw new InputRefusedError(at, 'it has to be a plain object');
  }
  if (Object.getOwnPropertySymbols(value).length > 0) {
    throw new InputRefusedError(at, 'JSON has no symbols');
  }
  const names = Object.keys(value).sort(); // by UTF-16 code units
  const written = names.map((name) => {
    const member = (value as Readonly<Record<string, unknown>>)[name];
    return `${text(name, `a name in ${at}`)}:${write(member, `${at}.${name}`, depth + 1)}`;
  });
  return `{${written.join(',')}}`;
}
