import { createHash } from 'node:crypto';
import { signNote } from '../notes/signed-note.js';
import type { SigningKey } from '../notes/signing-key.js';

/** First line of what is signed of an export. No checkpoint begins like this: those begin with the name of their log. */
export const EXPORT_FORMAT = 'transparency-log-export/v1';

/** Names of the files of an export in a zip. */
export const EXPORT_FILES = {
  manifest: 'manifest.json',
  signature: 'manifest.sig',
  rows: 'matches.ndjson',
  events: 'events.ndjson',
  payloads: 'payloads.ndjson',
  checkpoint: 'checkpoint',
} as const;

/** A file as the manifest has it. */
export interface ManifestFile {
  readonly name: string;
  readonly bytes: number;
  /** In hex. */
  readonly sha256: string;
}

/** Of a manifest, what the verifier reads; the rest is for people. */
export interface ExportManifest {
  readonly format: typeof EXPORT_FORMAT;
  readonly id: string;
  /** Lines of `matches.ndjson`. */
  readonly rows: number;
  /** All but the manifest and its signature. */
  readonly files: readonly ManifestFile[];
}

/** The text that is signed: a name for what it is, and the SHA-256 of the manifest. */
export const manifestText = (manifest: Uint8Array): string =>
  `${EXPORT_FORMAT}\n${createHash('sha256').update(manifest).digest('base64')}\n`;

/** `manifest.sig`: a signed note. */
export const signManifest = (manifest: Uint8Array, keys: readonly SigningKey[]): string =>
  signNote(manifestText(manifest), keys);

/** That somebody was erased: of what an event has sealed for them, only the hash says anything. */
export interface ErasedNote {
  /** ISO 8601. */
  readonly at: string;
  readonly certificateId: string;
}

/**
 * One line of `payloads.ndjson`; in the order of the events.
 * @param erased whom what is sealed in it was for
 */
export const payloadLine = (
  index: number,
  payload: string,
  erased: { readonly at: Date; readonly certificateId: string } | null = null,
): string => `${JSON.stringify({ index, payload, ...(erased !== null && { erased }) })}\n`;

/** @returns null where it is none */
export function parseManifest(bytes: Uint8Array): ExportManifest | null {
  try {
    const fields = JSON.parse(Buffer.from(bytes).toString()) as Partial<ExportManifest> | null;
    const fits =
      fields?.format === EXPORT_FORMAT &&
      typeof fields.id === 'string' &&
      Number.isSafeInteger(fields.rows) &&
      Array.isArray(fields.files) &&
      fields.files.every(isFile);
    return fits ? (fields as ExportManifest) : null;
  } catch {
    return null;
  }
}

function isFile(one: unknown): boolean {
  const { name, bytes, sha256 } = (one ?? {}) as Partial<ManifestFile>;
  return typeof name === 'string' && Number.isSafeInteger(bytes) && typeof sha256 === 'string';
}
