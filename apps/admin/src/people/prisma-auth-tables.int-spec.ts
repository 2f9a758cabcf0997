import { randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { type TestDatabase, testDatabase } from '../../../../test/support/database.js';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { tokenHash } from './auth-keys.js';
import { authTables } from './prisma-auth-tables.js';

const NOW = Date.parse('2026-05-01T12:00:00Z');
const HOUR_MS = 3_600_000;
const TOKEN = 'a-token-as-better-auth-draws-them';

describe('the tables as better-auth sees them', () => {
  let place: TestDatabase;
  let client: Database['client'];
  let tables: ReturnType<typeof authTables>;
  const userId = randomUUID();

  beforeAll(async () => {
    place = await testDatabase();
    ({ client } = await place.open());
    const clock = { now: () => NOW, sleep: () => Promise.resolve() };
    tables = authTables({ client } as PrismaDatabase, clock, 12 * HOUR_MS);
    const at = new Date(NOW);
    await tables.user.create({
      data: {
        ...{ id: userId, email: 'a@bank.example', name: 'A', roles: ['viewer'], image: 'https://x.example' },
        ...{ createdAt: at, updatedAt: at },
      },
    });
    await tables.session.create({
      data: {
        ...{ id: randomUUID(), userId, token: TOKEN, ipAddress: '192.0.2.1', userAgent: 'Browser' },
        ...{ createdAt: new Date(0), updatedAt: new Date(0), expiresAt: new Date(0) },
      },
    });
  });
  afterAll(() => place.drop());

  it('hold the hash of a session’s token, and neither address nor browser', async () => {
    const [row] = await client.$queryRaw<Record<string, unknown>[]>`SELECT * FROM sessions`;
    expect(row?.['token_hash']).toBe(tokenHash(TOKEN).toString('hex'));
    expect(JSON.stringify(row)).not.toMatch(/192\.0|Browser|a-token/);
  });

  it('answer with the token to who asks with it, however they ask, and to nobody who asks with the hash', async () => {
    for (const where of [
      { token: TOKEN },
      { token: { equals: TOKEN } },
      { token: { in: ['other', TOKEN] } },
      { AND: [{ token: { equals: TOKEN } }, { userId: { equals: userId } }] },
    ]) {
      expect(await tables.session.findFirst({ where })).toMatchObject({ token: TOKEN, userId });
    }
    const hash = tokenHash(TOKEN).toString('hex');
    expect(await tables.session.findFirst({ where: { token: { equals: hash } } })).toBeNull();
  });

  it('go by our clock', async () => {
    const session = await tables.session.findFirst({ where: { token: TOKEN } });
    expect(session).toMatchObject({ createdAt: new Date(NOW), expiresAt: new Date(NOW + 12 * HOUR_MS) });
  });

  it('keep nothing that the provider hands out', async () => {
    const at = new Date(NOW);
    await tables.account.create({
      data: {
        ...{ id: randomUUID(), userId, providerId: 'oidc', accountId: 'sub', createdAt: at, updatedAt: at },
        ...{ accessToken: 'ACCESS', refreshToken: 'REFRESH', idToken: 'ID', scope: 'openid' },
      },
    });
    const rows = JSON.stringify(await client.account.findMany());
    expect(rows).not.toMatch(/ACCESS|REFRESH|"ID"|openid/);
  });

  it('end a session by its token', async () => {
    expect(await tables.session.deleteMany({ where: { token: { equals: TOKEN } } })).toEqual({ count: 1 });
  });
});
