import { parse as uuidBytes, stringify as uuidText, validate as isUuid } from 'uuid';
import { Problem } from '../http/problem.js';

/** A place in the list: the id after which the next page begins. Opaque to callers. */
export const cursorAfter = (id: string): string => Buffer.from(uuidBytes(id)).toString('base64url');

/** @throws Problem the cursor is not one of ours */
export function idOfCursor(cursor: string): string {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length === 16 && bytes.toString('base64url') === cursor) {
    const id = tryText(bytes);
    if (id !== null && isUuid(id)) return id;
  }
  throw Problem.ofField(
    'cursor',
    'is not a cursor of ours',
    'Send nextCursor of the page before, unchanged.',
  );
}

function tryText(bytes: Uint8Array): string | null {
  try {
    return uuidText(bytes);
  } catch {
    return null;
  }
}
