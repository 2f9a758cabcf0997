import { fromBase64, toBase64 } from '../bytes/base64.js';
import { NoteMalformedError } from '../errors/transparency-log-errors.js';
import { isKeyName } from './key-id.js';
import type { SigningKey } from './signing-key.js';

/** A note larger than this is refused unread. */
export const MAX_NOTE_BYTES = 1_000_000;
/** So is one with more signatures. */
export const MAX_SIGNATURES = 100;

const KEY_ID_BYTES = 4;

/** One line of signature; nothing is said about whether it is valid. */
export interface NoteSignature {
  readonly name: string;
  /** 8 digits of hex. */
  readonly keyId: string;
  /** Without the key id. */
  readonly signature: Uint8Array;
}

/** A note taken apart. Its text means nothing before a signature was verified. */
export interface Note {
  /** With its last newline. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/**
 * Takes a signed note apart (C2SP `signed-note`).
 * @param note its text, or its bytes in UTF-8
 * @throws NoteMalformedError
 */
export function parseNote(note: string | Uint8Array): Note {
  const whole = typeof note === 'string' ? note : utf8(note);
  if (whole.length > MAX_NOTE_BYTES) throw new NoteMalformedError(`it is longer than ${MAX_NOTE_BYTES}`);
  requireText(whole);
  const split = whole.lastIndexOf('\n\n');
  if (split < 0) throw new NoteMalformedError('there is no empty line before the signatures');
  const lines = whole.slice(split + 2).split('\n');
  if (lines.pop() !== '') throw new NoteMalformedError('its last line does not end');
  if (lines.length === 0) throw new NoteMalformedError('there is no signature');
  if (lines.length > MAX_SIGNATURES)
    throw new NoteMalformedError(`it has more than ${MAX_SIGNATURES} signatures`);
  return { text: whole.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

/**
 * Signs a text.
 * @param text ends in a newline, and has no control characters but newlines
 * @param at for cosignatures: seconds since 1970
 */
export function signNote(text: string, keys: readonly SigningKey[], at?: number): string {
  requireText(text);
  if (!text.endsWith('\n')) throw new NoteMalformedError('its text does not end in a newline');
  if (keys.length === 0) throw new NoteMalformedError('there is no signature');
  return `${text}\n${keys.map((key) => signatureLine(text, key, at)).join('')}`;
}

/** The note with more signatures: how a witness cosigns, and how a log signs with an old and a new key. */
export function addSignatures(note: string, keys: readonly SigningKey[], at?: number): string {
  const { text } = parseNote(note);
  return note + keys.map((key) => signatureLine(text, key, at)).join('');
}

function signatureLine(text: string, key: SigningKey, at?: number): string {
  const { name, id } = key.verifierKey;
  return `— ${name} ${toBase64(Buffer.concat([Buffer.from(id, 'hex'), key.sign(text, at)]))}\n`;
}

function parseSignature(line: string): NoteSignature {
  const [dash, name = '', base64 = '', ...more] = line.split(' ');
  const bytes = fromBase64(base64);
  if (dash !== '—' || !isKeyName(name) || bytes === null || bytes.length <= KEY_ID_BYTES || more.length > 0) {
    throw new NoteMalformedError('a line of signature is not "— name base64"');
  }
  return {
    name,
    keyId: bytes.toString('hex', 0, KEY_ID_BYTES),
    signature: bytes.subarray(KEY_ID_BYTES),
  };
}

function utf8(bytes: Uint8Array): string {
  if (bytes.length > MAX_NOTE_BYTES) throw new NoteMalformedError(`it is longer than ${MAX_NOTE_BYTES}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new NoteMalformedError('it is not UTF-8');
  }
}

function requireText(text: string): void {
  // eslint-disable-next-line no-control-regex -- that is what must not be in it
  if (!text.isWellFormed() || /[\x00-\x09\x0b-\x1f]/.test(text)) {
    throw new NoteMalformedError('it has control characters, or is not Unicode');
  }
}
