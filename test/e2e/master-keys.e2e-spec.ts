import { randomBytes } from 'node:crypto';
import { MatchPersonalData } from '../../apps/admin/src/matches/prisma-match-personal-data.js';
import { AdminService } from '../support/admin-service.js';
import { eventually } from '../support/eventually.js';
import { keyWith } from '../support/keys.js';

const K1 = `k1:${randomBytes(32).toString('base64')}`;
const K2 = `k2:${randomBytes(32).toString('base64')}`;
const SECRETS = { AUTH_SECRET: randomBytes(32).toString('hex'), WEBHOOK_ALLOW_LOOPBACK: 'true' };
const PATH = '/api/v1/settings/master-keys';

describe('rotating master keys', () => {
  let service: AdminService;
  const ids: string[] = [];
  beforeAll(async () => {
    service = await AdminService.start({ env: { ...SECRETS, MASTER_KEYS: K1 } });
  });
  afterAll(() => service.close());

  const match = async (i: number) => {
    const identity = { lastName: `Canary ${i}`, email: `canary.${i}@mail.example` };
    const { status, body } = await service.match({
      number: `06000010${String(i % 30).padStart(2, '0')}`,
      identity,
    });
    expect(status).toBe(201);
    ids.push(body.id);
  };
  const standing = async () => (await service.get(PATH)).body;
  const personal = () => service.app.get(MatchPersonalData, { strict: false }).open(ids, null);
  const keyIds = async () =>
    (
      await service.query<{ id: string }>(
        `SELECT DISTINCT master_key_id AS id FROM subject_keys
         UNION SELECT DISTINCT encode(substring(secret_sealed FROM 3 FOR 2), 'escape') FROM webhook_endpoints`,
      )
    ).map(({ id }) => id);

  it('begins by itself when the primary changes, while matches are made and read', async () => {
    for (let i = 0; i < 20; i += 1) await match(i);
    const url = 'http://127.0.0.1:9999/canary-hook';
    expect((await service.post('/api/v1/webhooks/endpoints', { url })).status).toBe(201);
    expect(await keyIds()).toEqual(['k1']);

    await service.restart({ ...SECRETS, MASTER_KEYS: `${K2},${K1}` });
    const load = Promise.all(
      [20, 21, 22, 23].map(async (i) => {
        await match(i);
        expect((await service.get('/api/v1/matches?limit=100')).status).toBe(200);
        expect((await personal()).every(({ number }) => number !== null)).toBe(true);
      }),
    );
    await load;
    await eventually(standing, ({ keys }) => keys[1].mayRetire === true);
    const { primary, keys, rotation } = await standing();
    expect([primary, keys.map(({ id }: { id: string }) => id)]).toEqual(['k2', ['k2', 'k1']]);
    expect(keys[1]).toMatchObject({ id: 'k1', dataKeys: 0, earlierMatches: 0, webhooks: 0, mayRetire: true });
    expect(rotation).toMatchObject({ primary: 'k2', refused: 0 });
    expect(await keyIds()).toEqual(['k2']);
  });

  it('lets the old key go: everything is read without it', async () => {
    await service.restart({ ...SECRETS, MASTER_KEYS: K2 });
    expect(await personal()).toMatchObject(
      ids.map((matchId, i) => ({
        matchId,
        erased: false,
        identity: { lastName: expect.any(String) as string },
        ...(i === 0 && { number: '+33600001000' }),
      })),
    );
    const { body } = await service.get('/api/v1/webhooks/endpoints');
    expect(body.items[0].url).toBe('http://127.0.0.1:9999/canary-hook');
    const found = await service.get('/api/v1/matches?email=CANARY.3@mail.example');
    expect(found.body.items).toHaveLength(1);
    expect((await service.get('/api/v1/matches?email=no-address')).body.errors).toMatchObject([
      { field: 'email' },
    ]);
    expect((await standing()).keys).toMatchObject([{ id: 'k2', primary: true, mayRetire: false }]);
  });

  it('can be asked for by who may, and changes nothing where nothing is to be moved', async () => {
    const before = await standing();
    const { status, body } = await service.post(`${PATH}/rotation`, {});
    expect([status, body]).toEqual([202, before]);
    const { key } = await keyWith(service, ['matches:read']);
    expect((await service.get(PATH, { key })).status).toBe(403);
    expect((await service.post(`${PATH}/rotation`, {}, { key })).status).toBe(403);
    const [line] = await service.query<{ outcome: string }>(
      `SELECT outcome FROM access_events WHERE action = 'settings.change' AND outcome = 'allowed'`,
    );
    expect(line).toEqual({ outcome: 'allowed' });
  });

  it('never shows a key', () => {
    const shown = service.answers.map(({ text }) => text).join('\n');
    for (const key of [K1, K2]) expect(shown).not.toContain(key.slice(3, 20));
  });
});
