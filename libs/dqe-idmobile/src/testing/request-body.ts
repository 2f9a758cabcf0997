import type { IncomingMessage } from 'node:http';

const MOST_BYTES = 64 * 1024;
const FORM = /^application\/x-www-form-urlencoded(?:;|$)/i;

/** Whether a POST carries a form, the only type the protocol knows (protocol.md §2). */
export function carriesForm(request: IncomingMessage): boolean {
  return FORM.test(request.headers['content-type'] ?? '');
}

/**
 * The body as text, one character per byte: a form is ASCII, and the parser refuses what is not.
 * @returns undefined where it is larger than 64 KiB; the rest is then left unread.
 */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  let body = '';
  // Leaving the loop must not destroy the request: its connection still has to carry the refusal.
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;
  for await (const chunk of chunks) {
    body += chunk.toString('latin1');
    if (body.length > MOST_BYTES) return undefined;
  }
  return body;
}
