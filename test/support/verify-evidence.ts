import { createHash } from 'node:crypto';
import {
  decodeLeaf,
  leafHash,
  type LogEvent,
  openCheckpoint,
  VerifierKeys,
  verifyInclusion,
} from 'transparency-log';
import type { Answer } from './admin-client.js';
import type { AdminService } from './admin-service.js';
import { eventually } from './eventually.js';

const ROOT = '/api/v1/evidence';

export const verifierKeysOf = async (service: AdminService): Promise<VerifierKeys> => {
  const { text } = await service.get(`${ROOT}/key`, { anonymous: true });
  return new VerifierKeys(text.trim().split('\n'));
};

/** What a service says of a match, as soon as nothing of `types` is pending. */
export function evidenceOf(
  service: AdminService,
  matchId: string,
  types: readonly string[],
): Promise<Answer> {
  return eventually(
    () => service.get(`${ROOT}/matches/${matchId}?limit=500`),
    ({ body }) => {
      const logged = body.items.filter(({ pending }: { pending: boolean }) => !pending);
      return types.every((type) => logged.some((item: { type: string }) => item.type === type));
    },
    60_000,
  );
}

/** Verifies all of it with public means alone. @returns the events that are proven */
export function verified(body: Answer['body'], keys: VerifierKeys): LogEvent[] {
  const { checkpoint } = openCheckpoint(body.checkpoint, keys);
  expect(checkpoint.size).toBe(body.size);
  return body.items
    .filter(({ pending }: { pending: boolean }) => !pending)
    .map((item: Answer['body']) => {
      const bytes = Buffer.from(item.leaf);
      const proof = item.proof.map((hash: string) => Buffer.from(hash, 'base64'));
      expect(verifyInclusion({ index: item.index, ...checkpoint, leaf: leafHash(bytes), proof })).toBe(true);
      const event = decodeLeaf(bytes);
      expect([event.id, event.type, event.at]).toEqual([item.id, item.type, item.at]);
      if (item.payload !== null) {
        expect(createHash('sha256').update(item.payload).digest('base64')).toBe(event.payloadHash);
      }
      return event;
    });
}
