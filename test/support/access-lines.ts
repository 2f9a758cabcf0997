import type { Database } from '@dqe-admin/database';
import { v7 as uuidv7 } from 'uuid';
import { insertOf } from '../../apps/admin/src/audit/prisma-access-log.js';
import type { AccessEvent } from '../../apps/admin/src/access/access-event.js';

/** A line of the access log. */
export const accessLine = (more: Partial<AccessEvent> = {}): AccessEvent => ({
  ...{
    id: uuidv7(),
    at: new Date(),
    actor: { kind: 'key', id: 'k1' },
    application: 'shop',
    action: 'match.list',
  },
  ...{ target: { type: 'match', id: null }, outcome: 'allowed', permission: 'matches:read' },
  ...{ requestId: null, data: { count: 3 } },
  ...more,
});

/** Puts lines on record, in one statement. @returns their ids */
export async function recordAccesses(
  { client }: Pick<Database, 'client'>,
  lines: readonly AccessEvent[],
): Promise<string[]> {
  await client.$executeRaw(insertOf(lines));
  return lines.map(({ id }) => id);
}
