import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Counter } from 'prom-client';
import request from 'supertest';
import { createAdminApp } from '../create-admin-app.js';
import { MemoryAccessModule } from '../../../../test/support/memory-access.js';
import { MetricsRegistry } from './metrics-registry.js';

const KEY = 'a-key-for-these-tests';

describe('/metrics', () => {
  it('shows requests by route pattern, what others register, and nothing of a second service', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'admin-metrics-'));
    const env = { DATA_DIR: dataDir, BOOTSTRAP_API_KEY: KEY, LOG_LEVEL: 'silent' };
    const modules = [MemoryAccessModule];
    const [one, two] = [await createAdminApp({ env, modules }), await createAdminApp({ env, modules })];
    await one.listen(0, '127.0.0.1');
    await two.listen(0, '127.0.0.1');
    const metricsOf = async (app: typeof one) =>
      (await request(app.getHttpServer()).get('/metrics').set('authorization', `Bearer ${KEY}`).expect(200))
        .text;

    new Counter({ name: 'things_total', help: 'Things.', registers: [one.get(MetricsRegistry)] }).inc(3);
    await request(one.getHttpServer()).get('/health/live?name=Curie');
    await request(one.getHttpServer()).get('/nothing/0612345678');

    const text = await metricsOf(one);
    expect(text).toContain('things_total 3');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/health\/live",status="200"\} 1/,
    );
    expect(text).toMatch(/_count\{method="GET",route="\(no route\)",status="404"\} 1/);
    expect(text).not.toMatch(/Curie|0612345678/);
    expect(await metricsOf(two)).not.toContain('things_total');

    await one.close();
    await two.close();
    await rm(dataDir, { recursive: true });
  });
});
