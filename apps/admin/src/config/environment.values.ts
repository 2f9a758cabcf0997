import ipaddr from 'ipaddr.js';
import { SIGNATURE_TYPES, SigningKey, VerifierKey } from 'transparency-log';

/** One master key; `id` stands in each sealed value, so that old keys still open what they sealed. */
export interface MasterKey {
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}

/** `a, b,` → `['a', 'b']`. */
export function splitList(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

const MOST_PROXIES = 16;

/** How many proxies, or their addresses and networks; else undefined. */
export function parseTrustedProxies(text: string): number | string[] | undefined {
  if (/^\d{1,3}$/.test(text)) {
    const hops = Number(text);
    return hops >= 1 && hops <= MOST_PROXIES ? hops : undefined;
  }
  const entries = splitList(text);
  const known = entries.every((entry) =>
    entry.includes('/')
      ? isNetwork(entry)
      : ipaddr.IPv4.isValidFourPartDecimal(entry) || ipaddr.IPv6.isValid(entry),
  );
  return entries.length > 0 && known ? entries : undefined;
}

/** Of everybody is none: whoever asks could then say any address is theirs. */
const isNetwork = (text: string): boolean => ipaddr.isValidCIDR(text) && ipaddr.parseCIDR(text)[1] > 0;

/** 32 bytes of strict base64 (or base64url), else undefined: Node itself skips what it does not know. */
export function decodeKey(text: string): Buffer | undefined {
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) {
    return undefined;
  }
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 ? bytes : undefined;
}

/** `id:base64,id:base64` with distinct ids, newest first; undefined when anything about it is wrong. */
export function parseMasterKeys(text: string): readonly MasterKey[] | undefined {
  const keys: MasterKey[] = [];
  for (const entry of splitList(text)) {
    const match = /^([A-Za-z0-9._-]{1,32}):(.+)$/.exec(entry);
    const key = decodeKey(match?.[2] ?? '');
    const id = match?.[1];
    if (id === undefined || key === undefined || keys.some((known) => known.id === id)) {
      return undefined;
    }
    keys.push(Object.freeze({ id, key }));
  }
  return keys.length === 0 ? undefined : Object.freeze(keys);
}

/**
 * A key that comes with its name, or only its seed: then its name is that of the log. Or the verifier key of one that was
 * lost: it signs nothing, and what it has signed is believed.
 */
export type EvidenceSigningKey = SigningKey | Buffer | VerifierKey;

/**
 * Seeds of 32 bytes in base64, or keys in the form `PRIVATE+KEY+name+id+base64`, one of them at least, and verifier keys
 * `name+id+base64`, all of one name; undefined when anything about it is wrong.
 */
export function parseEvidenceKeys(text: string): readonly EvidenceSigningKey[] | undefined {
  const entries = splitList(text);
  const keys = entries.map((entry) => decodeKey(entry) ?? parseNamedKey(entry));
  const names = new Set(keys.flatMap((key) => verifierKeyOf(key)?.name ?? []));
  const right = keys.every((key) => key !== undefined) && names.size <= 1;
  const signs = keys.some((key) => !(key instanceof VerifierKey));
  if (!signs || !right || new Set(entries).size !== entries.length) return undefined;
  return Object.freeze(keys);
}

function parseNamedKey(text: string): SigningKey | VerifierKey | undefined {
  try {
    const key = text.startsWith('PRIVATE+KEY+') ? SigningKey.parse(text) : VerifierKey.parse(text);
    return verifierKeyOf(key)?.type === SIGNATURE_TYPES.log ? key : undefined;
  } catch {
    return undefined;
  }
}

const verifierKeyOf = (key: EvidenceSigningKey | undefined): VerifierKey | undefined =>
  key instanceof SigningKey ? key.verifierKey : key instanceof VerifierKey ? key : undefined;

/** Folders, and addresses to send to. */
export function parseMirrors(text: string): readonly string[] | undefined {
  const entries = splitList(text);
  const known = entries.every((entry) => {
    if (entry.includes('\0')) return false;
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(entry)) return true;
    return /^https?:/i.test(entry) && URL.canParse(entry);
  });
  return entries.length > 0 && known ? Object.freeze([...new Set(entries)]) : undefined;
}
