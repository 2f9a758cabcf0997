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
export function canonicalise(value: unknown): string {
  const path: Path = [];
  try {
    return write(value, path);
  } catch (error) {
    if (error instanceof Refusal) throw new InputRefusedError(`${error.what}${placeOf(path)}`, error.message);
    throw error;
  }
}

/** Names of members and indexes in lists on the way to what is written: made a text only where that is refused. */
type Path = (string | number)[];

class Refusal extends Error {
  /** @param what of the place it is */
  constructor(
    remedy: string,
    readonly what = '',
  ) {
    super(remedy);
  }
}

const placeOf = (path: Path) =>
  path.reduce<string>((at, step) => (typeof step === 'number' ? `${at}[${step}]` : `${at}.${step}`), 'value');

function write(value: unknown, path: Path): string {
  if (path.length > MAX_DEPTH) throw new Refusal(`it is nested deeper than ${MAX_DEPTH}`);
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
      if (!Number.isFinite(value)) throw new Refusal('JSON has finite numbers only');
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? list(value, path) : members(value, path);
    default:
      throw new Refusal(`JSON has no ${typeof value}`);
  }
}

/** Printable ASCII that nothing of has to be escaped, as nearly all of it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

function text(value: string, what?: string): string {
  if (PLAIN.test(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new Refusal('it has to be well-formed Unicode', what);
  return JSON.stringify(value);
}

function list(values: readonly unknown[], path: Path): string {
  let written = '';
  // By index, unlike `forEach`, visits holes.
  for (let i = 0; i < values.length; i += 1) {
    path.push(i);
    written += `${i === 0 ? '' : ','}${write(values[i], path)}`;
    path.pop();
  }
  return `[${written}]`;
}

function members(value: object, path: Path): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) throw new Refusal('it has to be a plain object');
  if (Object.getOwnPropertySymbols(value).length > 0) throw new Refusal('JSON has no symbols');
  let written = '';
  // By UTF-16 code units.
  for (const name of Object.keys(value).sort()) {
    written += `${written === '' ? '' : ','}${text(name, 'a name in ')}:`;
    path.push(name);
    written += write((value as Readonly<Record<string, unknown>>)[name], path);
    path.pop();
  }
  return `{${written}}`;
}
