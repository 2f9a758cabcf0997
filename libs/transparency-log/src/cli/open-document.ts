import { readFile, stat } from 'node:fs/promises';
import { RECEIPT_FORMAT } from '../receipt/receipt.js';

/** Larger ones are no answers of the service. */
const MOST_BYTES = 16 << 20;

/** An answer of the service that somebody saved. */
export interface SavedDocument {
  readonly kind: 'receipt' | 'evidence';
  readonly content: unknown;
}

/** A receipt, also within the answer or the webhook it came with; or the evidence of a match. null: neither. */
export async function documentIn(target: string): Promise<SavedDocument | null> {
  if (/^https?:\/\//.test(target)) return null;
  const value = await jsonIn(target);
  const { data, receipt, items, checkpoint } = fieldsOf(value);
  for (const one of [value, receipt, fieldsOf(data)['receipt']]) {
    if (fieldsOf(one)['format'] === RECEIPT_FORMAT) return { kind: 'receipt', content: one };
  }
  const isEvidence = Array.isArray(items) && checkpoint !== undefined;
  return isEvidence ? { kind: 'evidence', content: value } : null;
}

/** null also where it cannot be read: whoever opens it next says why. */
async function jsonIn(path: string): Promise<unknown> {
  try {
    const about = await stat(path);
    if (!about.isFile() || about.size > MOST_BYTES) return null;
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return null;
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
