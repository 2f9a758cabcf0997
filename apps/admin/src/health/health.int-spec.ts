import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { createAdminApp } from '../create-admin-app.js';
import { MemoryAccessModule } from '../../../../test/support/memory-access.js';
import { NotReadyError, Readiness } from './readiness.js';

describe('health', () => {
  let dataDir: string;
  let app: NestFastifyApplication;
  const get = (path: string) => request(app.getHttpServer()).get(path);

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'admin-health-'));
    app = await createAdminApp({
      env: { DATA_DIR: dataDir, LOG_LEVEL: 'silent' },
      modules: [MemoryAccessModule],
    });
    await app.listen(0, '127.0.0.1');
  });
  afterEach(async () => {
    await app.close();
    await rm(dataDir, { recursive: true });
  });

  it('is ready when every check is', async () => {
    app.get(Readiness).register({ name: 'database', check: () => Promise.resolve() });
    const answer = await get('/health/ready').expect(200);
    expect(answer.body).toMatchObject({ status: 'ok', checks: { database: { status: 'up' } } });
  });

  it('is not ready when one fails; says which and why, as far as anybody may know', async () => {
    const readiness = app.get(Readiness);
    readiness.register({ name: 'database', check: () => Promise.reject(new Error('postgresql://u:pw@h')) });
    readiness.register({ name: 'disk', check: () => Promise.reject(new NotReadyError('The disk is full.')) });
    readiness.register({ name: 'queue', check: () => Promise.resolve() });
    const answer = await get('/health/ready').expect(503);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      code: 'not_ready',
      detail: 'Not ready: database, disk.',
      checks: {
        database: { status: 'down', message: 'The check failed; the log says why.' },
        disk: { status: 'down', message: 'The disk is full.' },
        queue: { status: 'up' },
      },
    });
    expect(answer.text).not.toContain('pw');
    await get('/health/live').expect(200);
  });

  it('does not wait for a check that hangs', async () => {
    app.get(Readiness).register({ name: 'database', check: () => new Promise<void>(() => undefined) });
    await get('/health/ready').expect(503);
  });

  it('is not ready, yet alive, once the shutdown has begun', async () => {
    app.get(Readiness).drain();
    const answer = await get('/health/ready').expect(503);
    expect(answer.body.code).toBe('shutting_down');
    await get('/health/live').expect(200);
  });
});
