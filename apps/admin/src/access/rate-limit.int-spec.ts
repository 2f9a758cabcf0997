import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { MemoryAccessModule } from '../../../../test/support/memory-access.js';
import { createAdminApp } from '../create-admin-app.js';

const KEY = 'a-key-for-these-tests';

describe('RATE_LIMIT', () => {
  let dataDir: string;
  let app: NestFastifyApplication | undefined;
  const get = (path: string, key?: string) => {
    const asked = request(app!.getHttpServer()).get(path);
    return key === undefined ? asked : asked.set('authorization', `Bearer ${key}`);
  };
  const boot = async (RATE_LIMIT: string) => {
    app = await createAdminApp({
      env: { DATA_DIR: dataDir, BOOTSTRAP_API_KEY: KEY, RATE_LIMIT, LOG_LEVEL: 'silent' },
      modules: [MemoryAccessModule],
    });
    await app.listen(0, '127.0.0.1');
  };

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'admin-rate-'));
  });
  afterEach(async () => {
    await app?.close();
    await rm(dataDir, { recursive: true });
  });

  it('turns away what is above it, says when to come back, and counts all routes together', async () => {
    await boot('3');
    await get('/metrics', KEY).expect(200);
    await get('/start.json', KEY).expect(200);
    const last = await get('/metrics', KEY).expect(200);
    expect(last.headers).toMatchObject({ 'x-ratelimit-limit': '3', 'x-ratelimit-remaining': '0' });
    const refused = await get('/metrics', KEY);
    expect(refused.status).toBe(429);
    expect(refused.type).toBe('application/problem+json');
    expect(refused.body.code).toBe('rate_limited');
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
  });

  it('counts wrong keys by address, apart from the good key', async () => {
    await boot('3');
    for (const wrong of ['wrong-1', 'wrong-2', undefined]) {
      await get('/metrics', wrong).expect(401);
    }
    await get('/metrics', 'wrong-3').expect(429);
    await get('/metrics', KEY).expect(200);
  });

  it('never turns probes away', async () => {
    await boot('1');
    for (let i = 0; i < 5; i++) {
      await get('/health/live').expect(200);
      await get('/health/ready').expect(200);
    }
  });

  it('is off at 0', async () => {
    await boot('0');
    for (let i = 0; i < 20; i++) {
      await get('/start.json').expect(200);
    }
  });
});
