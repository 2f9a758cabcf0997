import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { createAdminApp } from '../create-admin-app.js';
import { MemoryAccessModule } from '../../../../test/support/memory-access.js';
import { OfferedPersonas } from './offered-personas.js';

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

  describe.each([
    ['/', "'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"],
    ['/docs', "'self'"],
    ['/sign-in', "'self'"],
  ])('%s', (path, styles) => {
    it('comes under a policy that allows nothing but our own files', async () => {
      const answer = await get(path).expect(200);
      expect(answer.type).toBe('text/html');
      const policy = answer.headers['content-security-policy'];
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      // The dashboard fills style elements by script: the hash is that of an empty one.
      expect(policy).toContain(`style-src ${styles};`);
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
      expect(files.length).toBeGreaterThan(1);
      for (const file of files) {
        expect(file).toMatch(/^\/[^/]/);
        expect([file, (await get(file)).status]).toEqual([file, 200]);
      }
    });
  });

  it('its scripts import only what is here, and name no other host', async () => {
    for (const script of ['/sign-in.js', '/sign-in-texts.js', '/docs/init.js']) {
      const { text } = await get(script).expect(200);
      expect(text.replace(/^\s*\/\/.*$/gm, '')).not.toMatch(/https?:\/\/|innerHTML|eval\(|document\.write/);
      for (const [, imported] of text.matchAll(/from '\.(\/[^']+)'/g)) {
        await get(imported!).expect(200);
      }
    }
  });

  it('answers 304 to who has the file already', async () => {
    const { etag } = (await get('/sign-in.js')).headers;
    await get('/sign-in.js').set('if-none-match', etag!).expect(304);
  });

  it('/sign-in speaks both languages in full', async () => {
    const [page, script] = ['/sign-in', '/sign-in-texts.js'];
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
    expect((await get('/start.json')).body).toEqual({
      ...{ sandbox: true, version: '0.1.0', personas: [], session: false },
    });
    const persona = {
      label: 'Marie',
      number: '+33600000001',
      identity: {},
      consent: false,
      note: 'Matches.',
    };
    app.get(OfferedPersonas).offer([persona]);
    expect((await get('/start.json')).body.personas).toEqual([persona]);
  });

  it('/start.json tells whether the browser brings a session, and nothing of whose', async () => {
    const answer = await get('/start.json').set('cookie', 'admin-session=a.b');
    expect(answer.body).toMatchObject({ session: true });
    expect((await get('/start.json').set('cookie', 'other=1')).body).toMatchObject({ session: false });
  });

  describe('the dashboard', () => {
    const named = async () => [
      ...new Set([...(await get('/')).text.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, file]) => file!)),
    ];

    it('is asked for again each time, and its files never again: their names have a hash', async () => {
      expect((await get('/')).headers['cache-control']).toBe('no-cache');
      const files = await named();
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        expect(file).toMatch(/-[\w-]{8}\.(js|css)$/);
        const { headers } = await get(file).expect(200);
        expect(headers).toMatchObject({
          'cache-control': 'public, max-age=31536000, immutable',
          vary: 'accept-encoding',
        });
      }
    });

    it('comes compressed as the browser takes it, each form with a tag of its own', async () => {
      const [script] = await named();
      const sizes: number[] = [];
      const tags = new Set<string>();
      for (const [accepted, encoding] of [
        ['identity', undefined],
        ['gzip', 'gzip'],
        ['gzip, br', 'br'],
        ['br;q=0, gzip;q=0.5', 'gzip'],
      ] as const) {
        const answer = await get(script!).set('accept-encoding', accepted);
        expect([accepted, answer.headers['content-encoding']]).toEqual([accepted, encoding]);
        sizes.push(Number(answer.headers['content-length']));
        tags.add(answer.headers['etag']!);
      }
      const [plain, gzip, br, fallback] = sizes as [number, number, number, number];
      expect(br).toBeLessThan(gzip);
      expect(gzip).toBeLessThan(plain / 2);
      expect([fallback, tags.size]).toEqual([gzip, 3]);
    });

    it('has nothing beside what is listed: no source map, no twin, no file of the build', async () => {
      const [script] = await named();
      for (const path of [
        `${script}.map`,
        `${script}.br`,
        `${script}.gz`,
        '/.stamp',
        '/assets/',
        '/index.html',
      ]) {
        expect([path, (await get(path)).status]).toEqual([path, 404]);
      }
    });
  });

  it('/docs-json documents problems and the key', async () => {
    const { body } = await get('/docs-json').expect(200);
    expect(body.components.schemas.Problem.required).toEqual(expect.arrayContaining(['code', 'requestId']));
    expect(body.components.securitySchemes.apiKey).toMatchObject({ type: 'http', scheme: 'bearer' });
    expect(body.paths['/metrics'].get.responses['401'].content).toHaveProperty(['application/problem+json']);
    expect(body.paths['/metrics'].get.security).toEqual([{ apiKey: [] }]);
  });
});
