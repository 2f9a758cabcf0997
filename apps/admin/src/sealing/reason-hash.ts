import { createHash } from 'node:crypto';

/**
 * What the event of a reason says of it: SHA-256 in base64 of the envelope. The log so binds what was sealed, tells nothing of
 * it, and proves the same once nobody can open it any more.
 */
export const reasonHash = (envelope: Uint8Array): { readonly reasonHash: string } => ({
  reasonHash: createHash('sha256').update(envelope).digest('base64'),
});
