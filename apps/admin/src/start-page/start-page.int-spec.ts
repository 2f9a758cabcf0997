import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { createAdminApp } from '../create-admin-app.js';
import { MemoryAccessModule } from '../../../../test/support/memory-access.js';
import { StartPageContent } from './start-page-content.js';

describe('what browsers are shown', () => {
  let dataDir: string;
  let app: NestFastifyApplication;
  const get = (path: string) => request(app.getHttpServer()).get(path);

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'admin-start-'));
    app = await createAdminApp({
      env: { DATA_DIR: dataDir, LOG_LEVEL: 'silent', RATE_LIMIT: '0' },
      modules: [MemoryAccessModule],
    });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await rm(dataDir, { recursive: true });
  });

  describe.each(['/', '/docs', '/sign-in'])('%s', (path) => {
    it('comes under a policy that allows nothing but our own files', async () => {
      const answer = await get(path).expect(200);
      expect(answer.type).toBe('text/html');
      const policy = answer.headers['content-security-policy'];
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("style-src 'self';");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
    });

    it('holds no inline script, style or handler, and every file it names is here', async () => {
      const { text } = await get(path);
      expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+=|javascript:/i);
      for (const [, attributes, content] of text.matchAll(/<script([^>]*)>([^<]*)<\/script>/g)) {
        expect(attributes).toContain('src="/');
        expect(content).toBe('');
      }
      const files = [...text.matchAll(/<(?:script|link|img)[^>]*?\s(?:src|href)="([^"]+)"/g)].map(
        ([, f]) => f!,
      );
      expect(files.length).toBeGreaterThan(2);
      for (const file of files) {
        expect(file).toMatch(/^\/[^/]/);
        expect([file, (await get(file)).status]).toEqual([file, 200]);
      }
    });
  });

  it('its scripts import only what is here, and name no other host', async () => {
    for (const script of [
      '/sign-in.js',
      '/sign-in-texts.js',
      '/start.js',
      '/start-match.js',
      '/start-texts.js',
      '/docs/init.js',
    ]) {
      const { text } = await get(script).expect(200);
      expect(text.replace(/^\s*\/\/.*$/gm, '')).not.toMatch(/https?:\/\/|innerHTML|eval\(|document\.write/);
      for (const [, imported] of text.matchAll(/from '\.(\/[^']+)'/g)) {
        await get(imported!).expect(200);
      }
    }
  });

  it('answers 304 to who has the file already', async () => {
    const { etag } = (await get('/start.js')).headers;
    await get('/start.js').set('if-none-match', etag!).expect(304);
  });

  it.each([
    ['/', '/start-texts.js'],
    ['/sign-in', '/sign-in-texts.js'],
  ])('%s speaks both languages in full', async (page, script) => {
    const { TEXTS } = (await import(
      `data:text/javascript,${encodeURIComponent((await get(script)).text)}`
    )) as { TEXTS: Record<string, object> };
    const keys = (o: object, prefix = ''): string[] =>
      Object.entries(o).flatMap(([k, v]) =>
        typeof v === 'object' ? keys(v as object, `${k}.`) : [prefix + k],
      );
    expect(keys(TEXTS['fr']!)).toEqual(keys(TEXTS['en']!));
    const { text } = await get(page);
    for (const [, key] of text.matchAll(/data-text="(\w+)"/g)) {
      expect(keys(TEXTS['en']!)).toContain(key);
    }
  });

  it('/start.json tells what runs, and the people to try', async () => {
    expect((await get('/start.json')).body).toEqual({ sandbox: true, version: '0.1.0', personas: [] });
    const persona = {
      label: 'Marie',
      number: '+33600000001',
      identity: {},
      consent: false,
      note: 'Matches.',
    };
    app.get(StartPageContent).offer([persona]);
    expect((await get('/start.json')).body.personas).toEqual([persona]);
  });

  it('/docs-json documents problems and the key', async () => {
    const { body } = await get('/docs-json').expect(200);
    expect(body.components.schemas.Problem.required).toEqual(expect.arrayContaining(['code', 'requestId']));
    expect(body.components.securitySchemes.apiKey).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(body.paths['/metrics'].get.responses['401'].content).toHaveProperty(['application/problem+json']);
    expect(body.paths['/metrics'].get.security).toEqual([{ apiKey: [] }]);
  });
});
