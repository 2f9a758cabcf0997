import { type Permission, type Role, ROLES } from '../../apps/admin/src/access/permissions.js';
import { newApiKey, prefixOf } from '../../apps/admin/src/access/api-key-text.js';
import { Access } from '../../apps/admin/src/access/access.js';
import { hashApiKey } from '../../apps/admin/src/config/local-secrets.js';
import { PrismaApiKeys } from '../../apps/admin/src/keys/prisma-api-keys.js';
import { timeId } from '../../apps/admin/src/access/time-id.js';
import { systemClock } from 'nestjs-dqe-idmobile';
import type { AdminService } from './admin-service.js';

/** Who may hand out everything, as two people together might: no key and no role may. */
const EVERYBODY = {
  ...({ kind: 'person', id: 'test', label: 'test', application: 'default' } as const),
  ...{ roles: [], permissions: new Set<Permission>() },
};

/** A key with these scopes, also with such as the bootstrap key cannot hand out. */
export async function keyWith(
  service: AdminService,
  scopes: readonly Permission[],
  application = 'default',
): Promise<{ id: string; key: string }> {
  const key = newApiKey();
  const id = timeId(Date.now());
  const demand = { permission: 'keys:manage', action: 'key.create' } as const;
  await service.app.get(PrismaApiKeys, { strict: false }).insert(
    {
      ...{ id, application, name: 'made by a test', prefix: prefixOf(key), scopes },
      ...{ createdAt: new Date(), createdBy: EVERYBODY, lastUsedAt: null, rotatedTo: null },
      ...{ expiresAt: null, overlapUntil: null, revokedAt: null },
    },
    new Uint8Array(hashApiKey(key)),
    new Access(EVERYBODY, demand, 'test', systemClock, id).event('allowed'),
  );
  return { id, key };
}

export const keyOf = (service: AdminService, role: Role, application?: string) =>
  keyWith(service, ROLES[role], application);
