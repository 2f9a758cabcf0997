import { randomBytes } from 'node:crypto';

const START = 'dqe_live_';
/** Characters of the secret that stay visible: enough to tell keys apart, 24 of 256 bits. */
const SHOWN = 4;

/** A new key: 256 random bits, with a start by which scanners find one that leaked. */
export const newApiKey = (): string => START + randomBytes(32).toString('base64url');

/** Whether it could be one of ours; what could not is not worth a look into the database. */
export const looksLikeApiKey = (text: string): boolean => /^dqe_live_[\w-]{43}$/.test(text);

/** What is kept to recognise a key by. */
export const prefixOf = (apiKey: string): string => apiKey.slice(0, START.length + SHOWN);
