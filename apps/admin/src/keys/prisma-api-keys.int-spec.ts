import { randomBytes } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { ShiftedClock } from '../../../../test/support/shifted-clock.js';
import { Access } from '../access/access.js';
import type { Permission } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { hashApiKey } from '../config/local-secrets.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import {
  KeyApplicationError,
  KeyChangedError,
  KeyExpiryError,
  KeyGrantError,
  KeyNotActiveError,
  KeyNotFoundError,
} from './key-errors.js';
import { KeysService, type NewKey } from './keys.service.js';
import { PrismaApiKeys } from './prisma-api-keys.js';

const HOUR = 3_600_000;
const clock = new ShiftedClock();
const by = (
  permissions: readonly Permission[],
  kind: Principal['kind'] = 'person',
  application = 'default',
) =>
  new Access(
    { ...{ kind, id: `${kind}-1`, label: '', application, roles: [] }, permissions: new Set(permissions) },
    { permission: 'keys:manage', action: 'key.create' },
    'r-1',
    clock,
  );
const ALL: readonly Permission[] = ['keys:manage', 'matches:create', 'matches:read', 'matches:reveal'];

let test: TestDatabase;
let database: Database;
let keys: PrismaApiKeys;
let service: KeysService;
beforeAll(async () => {
  test = await testDatabase();
  database = await test.open();
  keys = new PrismaApiKeys({ client: database.client } as PrismaDatabase);
  service = new KeysService(keys, clock);
});
afterAll(() => test.drop());

const wanted: NewKey = { application: 'shop', name: 'n', scopes: ['matches:read'], expiresAt: null };
const make = (more: Partial<NewKey> = {}) => service.create({ ...wanted, ...more }, by(ALL));
const inHours = (hours: number) => new Date(clock.now() + hours * HOUR);
const eventsOf = (target: string) =>
  database.client.accessEvent.findMany({ where: { targetId: target }, orderBy: { id: 'asc' } });
const find = (key: string) => keys.findByHash(new Uint8Array(hashApiKey(key)));

describe('making a key', () => {
  it('keeps its hash and its prefix, never the key, and says on record who made it', async () => {
    const { record, key } = await make();
    const [row] = await database.client.$queryRaw<{ row: string }[]>`
      SELECT t::text AS row FROM api_keys t WHERE id = ${record.id}::uuid`;
    expect(row!.row).toContain(record.prefix);
    expect(row!.row).not.toContain(key.slice(record.prefix.length));
    expect(await find(key)).toMatchObject({ id: record.id, scopes: ['matches:read'] });
    expect(await eventsOf(record.id)).toMatchObject([
      {
        ...{ action: 'key.create', actorKind: 'person', outcome: 'allowed', requestId: 'r-1' },
        data: { application: 'shop', scopes: ['matches:read'] },
      },
    ]);
  });

  it('stands or falls with its line on record', async () => {
    await database.query('ALTER TABLE access_events RENAME TO away');
    const before = await database.client.apiKey.count();
    await expect(make()).rejects.toThrow();
    await database.query('ALTER TABLE away RENAME TO access_events');
    expect(await database.client.apiKey.count()).toBe(before);
  });

  it('nobody hands out what they do not have', async () => {
    const asked = service.create(
      { ...wanted, scopes: ['matches:read', 'matches:reveal'] },
      by(['keys:manage', 'matches:read']),
    );
    await expect(asked).rejects.toThrow(KeyGrantError);
    await expect(asked).rejects.toMatchObject({ missing: ['matches:reveal'] });
  });

  it('a key makes keys for its own application only; a person for all', async () => {
    await expect(service.create(wanted, by(ALL, 'key', 'bank'))).rejects.toThrow(KeyApplicationError);
    expect((await service.create(wanted, by(ALL, 'key', 'shop'))).record.application).toBe('shop');
  });

  it('not one that is over already', async () => {
    await expect(make({ expiresAt: inHours(0) })).rejects.toThrow(KeyExpiryError);
  });
});

describe('changing a key', () => {
  const read = by(['keys:manage', 'matches:read']);

  it('its name, without having its scopes', async () => {
    const { record } = await make({ scopes: ['matches:reveal'] });
    expect(await service.change(record.id, { name: 'other' }, read)).toMatchObject({ name: 'other' });
    expect(await service.find(record.id, read.principal)).toMatchObject({
      name: 'other',
      scopes: ['matches:reveal'],
    });
  });

  it('taking away is free, adding takes having', async () => {
    const { record } = await make({ scopes: ['matches:reveal', 'matches:create', 'matches:read'] });
    const some: Permission[] = ['matches:reveal', 'matches:read'];
    expect((await service.change(record.id, { scopes: some }, read)).scopes).toEqual(some);
    const more: Permission[] = [...some, 'matches:create'];
    await expect(service.change(record.id, { scopes: more }, read)).rejects.toThrow(KeyGrantError);
  });

  it('a shorter life is free, a longer one takes having all its scopes', async () => {
    const { record } = await make({ scopes: ['matches:reveal'], expiresAt: inHours(5) });
    const change = (expiresAt: Date | null, who: Access) => service.change(record.id, { expiresAt }, who);
    await expect(change(inHours(6), read)).rejects.toThrow(KeyGrantError);
    await expect(change(null, read)).rejects.toThrow(KeyGrantError);
    await expect(change(inHours(-1), by(ALL))).rejects.toThrow(KeyExpiryError);
    await change(inHours(4), read);
    expect((await change(null, by(ALL))).expiresAt).toBeNull();
  });

  it('not while somebody else does, and not after its end', async () => {
    const { record } = await make({ scopes: ['matches:create', 'matches:read'] });
    const stale = { ...record };
    await service.change(record.id, { scopes: ['matches:read'] }, by(ALL));
    expect(await keys.change(stale, { name: 'late' }, by(ALL).event('allowed'))).toBeNull();
    await service.revoke(record.id, by(ALL));
    await expect(service.change(record.id, { name: 'late' }, by(ALL))).rejects.toThrow(KeyNotActiveError);
  });

  it('not one of another application, which is not even there', async () => {
    const { record } = await make();
    const other = by(ALL, 'key', 'bank');
    await expect(service.change(record.id, { name: 'x' }, other)).rejects.toThrow(KeyNotFoundError);
    await expect(service.rotate(record.id, { overlapHours: 0 }, other)).rejects.toThrow(KeyNotFoundError);
    await expect(service.revoke(record.id, other)).rejects.toThrow(KeyNotFoundError);
    expect(await keys.page({ within: 'bank', application: 'shop' }, 10, null)).toEqual([]);
  });
});

describe('rotating a key', () => {
  it('makes one with the same rights, which lasts as long; the old one works along', async () => {
    const { record } = await make({ expiresAt: inHours(100) });
    clock.forward(50 * HOUR);
    const next = await service.rotate(record.id, { overlapHours: 24 }, by(ALL));
    expect(next.record).toMatchObject({ application: 'shop', name: 'n', scopes: ['matches:read'] });
    const lasts = next.record.expiresAt!.getTime() - clock.now();
    expect(Math.abs(lasts - 100 * HOUR)).toBeLessThan(60_000);
    expect(await service.find(record.id, by(ALL).principal)).toMatchObject({
      rotatedTo: next.record.id,
      overlapUntil: expect.any(Date),
    });
    expect(await find(next.key)).toMatchObject({ id: next.record.id });
  });

  it('shows a key, so it takes having its scopes', async () => {
    const { record } = await make({ scopes: ['matches:reveal'] });
    const asked = service.rotate(record.id, { overlapHours: 1 }, by(['keys:manage']));
    await expect(asked).rejects.toThrow(KeyGrantError);
  });

  it('once: of many at the same time, one succeeds', async () => {
    const { record } = await make();
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => service.rotate(record.id, { overlapHours: 1 }, by(ALL))),
    );
    const made = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value.record.id] : []));
    const refused = all.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
    expect(made).toHaveLength(1);
    expect(
      refused.every((error) => error instanceof KeyNotActiveError || error instanceof KeyChangedError),
    ).toBe(true);
    expect(
      (await keys.page({ within: null, application: 'shop' }, 500, null)).filter(({ id }) =>
        made.includes(id),
      ),
    ).toHaveLength(1);
    const recorded = await database.client.accessEvent.findMany({
      where: { data: { path: ['rotatedTo'], equals: made[0]! } },
    });
    expect(recorded).toHaveLength(1);
  });
});

describe('the last use', () => {
  it('is written at most once a minute', async () => {
    const { record } = await make();
    const used = async () => (await keys.find(record.id, null))!.lastUsedAt?.getTime() ?? null;
    const first = new Date(clock.now());
    expect(await used()).toBeNull();
    await keys.touch(record.id, first);
    await keys.touch(record.id, new Date(first.getTime() + 59_999));
    expect(await used()).toBe(first.getTime());
    await keys.touch(record.id, new Date(first.getTime() + 60_000));
    expect(await used()).toBe(first.getTime() + 60_000);
  });
});

it('a permission that is no longer known opens nothing', async () => {
  const { record, key } = await make();
  await database.client.apiKey.update({
    where: { id: record.id },
    data: { scopes: ['matches:all', 'matches:read'] },
  });
  expect((await find(key))!.scopes).toEqual(['matches:read']);
  expect(await keys.findByHash(new Uint8Array(randomBytes(32)))).toBeNull();
});
