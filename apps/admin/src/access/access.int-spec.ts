import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module, Param, Post, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import request from 'supertest';
import { MemoryAccessLog, MemoryAccessModule } from '../../../../test/support/memory-access.js';
import { createAdminApp } from '../create-admin-app.js';
import { Problem } from '../http/problem.js';
import { Access } from './access.js';
import { AccessTally } from './access-tally.js';
import { Callers } from './callers.js';
import { CurrentAccess, CurrentPrincipal } from './current.decorators.js';
import type { Principal } from './principal.js';
import type { PrincipalSource } from './principal-source.js';
import { Public } from './public.decorator.js';
import { RequirePermission } from './require-permission.decorator.js';

const KEY = 'a-key-for-these-tests';
const AUTH = { authorization: `Bearer ${KEY}` };
const ID = '019a0000-0000-7000-8000-000000000001';
let done = 0;

@Controller('things')
class ThingsController {
  @Get()
  @RequirePermission('settings:manage', 'settings.view')
  list(@CurrentAccess() access: Access) {
    access.note({ filters: ['name'] });
    return { items: [1, 2, 3] };
  }

  @Get('who')
  @RequirePermission('settings:manage', 'settings.view')
  who(@CurrentPrincipal() { kind, application }: Principal) {
    return { kind, application };
  }

  @Get('revealed')
  @RequirePermission('matches:reveal', 'match.view')
  revealed() {
    return 'a name';
  }

  @Get(':id')
  @RequirePermission('settings:manage', 'settings.view')
  show(@Param('id') id: string) {
    if (id === 'missing') throw new Problem({ status: 404, code: 'thing_not_found', detail: 'None.' });
    if (id === 'broken') throw new Error('boom');
    return { id };
  }

  @Post()
  @RequirePermission('settings:manage', 'webhook.change')
  change() {
    done += 1;
    throw new Problem({ status: 409, code: 'thing_conflict', detail: 'Two.' });
  }

  @Post('own')
  @RequirePermission('settings:manage', 'key.create')
  own(@CurrentAccess() access: Access) {
    access.isOnRecord();
  }
}

@Module({ controllers: [ThingsController] })
class ThingsModule {}

let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'admin-access-'));
});
afterAll(() => rm(dataDir, { recursive: true }));

const make = (...modules: (new () => object)[]) =>
  createAdminApp({
    env: { DATA_DIR: dataDir, BOOTSTRAP_API_KEY: KEY, RATE_LIMIT: '0', LOG_LEVEL: 'silent' },
    modules: [MemoryAccessModule, ...modules],
  });

describe('what is put on record', () => {
  let app: NestFastifyApplication;
  let log: MemoryAccessLog;
  const get = (path: string) => request(app.getHttpServer()).get(path).set(AUTH);
  const lines = () =>
    log.events.map(({ action, outcome, target, data }) => [action, outcome, target?.id ?? null, data]);

  beforeAll(async () => {
    app = await make(ThingsModule);
    await app.listen(0, '127.0.0.1');
    log = app.get(MemoryAccessLog);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    log.broken = false;
    await app.get(AccessTally).flush();
    log.events.length = 0;
  });

  const REQUEST_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
  it('a list: who, what, by which filters and how many', async () => {
    await get('/things?name=Curie').set('x-request-id', REQUEST_ID).expect(200);
    expect(log.events).toEqual([
      {
        ...{ id: expect.any(String), at: expect.any(Date), requestId: REQUEST_ID, application: 'default' },
        ...{ actor: { kind: 'bootstrap', id: 'bootstrap' }, target: { type: 'settings', id: null } },
        ...{ action: 'settings.view', permission: 'settings:manage', outcome: 'allowed' },
        data: { filters: ['name'], count: 3 },
      },
    ]);
  });

  it('a view: its id where it is one, and nothing else of the address', async () => {
    await get(`/things/${ID}?name=Curie`).expect(200);
    await get('/things/0612345678').expect(200);
    expect(lines()).toEqual([
      ['settings.view', 'allowed', ID, {}],
      ['settings.view', 'allowed', null, {}],
    ]);
  });

  it('a refusal, by the permission that is missing', async () => {
    const { body, headers } = await get('/things/revealed').expect(403);
    expect([body.code, body.detail]).toEqual(['forbidden', expect.stringContaining('matches:reveal')]);
    expect(headers['www-authenticate']).toBe('Bearer error="insufficient_scope", scope="matches:reveal"');
    expect(lines()).toEqual([['match.view', 'refused', null, {}]]);
  });

  it('what failed, by its code', async () => {
    await get('/things/missing').expect(404);
    await get('/things/broken').expect(500);
    expect(lines()).toEqual([
      ['settings.view', 'failed', null, { status: 404, code: 'thing_not_found' }],
      ['settings.view', 'failed', null, { status: 500, code: 'internal_error' }],
    ]);
  });

  it('a change, before it is made, and once more where it fails', async () => {
    await request(app.getHttpServer()).post('/things').set(AUTH).expect(409);
    expect(lines()).toEqual([
      ['webhook.change', 'allowed', null, {}],
      ['webhook.change', 'failed', null, { status: 409, code: 'thing_conflict' }],
    ]);
  });

  it('what records itself, not twice', async () => {
    await request(app.getHttpServer()).post('/things/own').set(AUTH).expect(201);
    expect(lines()).toEqual([]);
  });

  it('wrong keys and none: the first of a minute, then how many', async () => {
    for (let i = 0; i < 5; i += 1) {
      await get('/things').set('authorization', `Bearer wrong-${i}`).expect(401);
      await get('/things').set('authorization', '').expect(401);
    }
    await app.get(AccessTally).flush();
    expect(
      log.events.every(({ actor, action }) => actor.kind === 'anonymous' && action === 'access.refused'),
    ).toBe(true);
    expect(log.events.map(({ data }) => [data['reason'], data['count']])).toEqual([
      ['unknown_key', 1],
      ['unknown_key', 9],
    ]);
    await request(app.getHttpServer()).get('/things').expect(401);
    expect(log.events.at(-1)!.data).toEqual({ reason: 'no_credentials', count: 1 });
  });

  it('the scraper, by the minute', async () => {
    await get('/metrics').expect(200);
    await get('/metrics').expect(200);
    expect(lines()).toEqual([['metrics.read', 'allowed', null, { count: 1 }]]);
  });

  describe('where it cannot be', () => {
    beforeEach(() => {
      log.broken = true;
    });

    it('nothing is shown', async () => {
      const { body, headers, text } = await get(`/things/${ID}`).expect(503);
      expect(body.code).toBe('access_not_recorded');
      expect(headers['retry-after']).toMatch(/^\d+$/);
      expect(text).not.toContain(ID);
    });

    it('nothing is changed', async () => {
      const before = done;
      await request(app.getHttpServer()).post('/things').set(AUTH).expect(503);
      expect(done).toBe(before);
    });

    it('a refusal stays one', async () => {
      await get('/things/revealed').expect(503);
      await request(app.getHttpServer()).get('/things').expect(401);
    });

    it('not even what was wrong is said, but what is wrong with us', async () => {
      await get('/things/missing').expect(503);
      await get('/things/broken').expect(500);
    });

    it('the scraper is answered, and counted: it shows nothing of anybody', async () => {
      await get('/metrics').expect(200);
      log.broken = false;
      await app.get(AccessTally).flush();
      expect(lines()).toEqual([['metrics.read', 'allowed', null, expect.objectContaining({ count: 1 })]]);
    });
  });
});

describe('who asks', () => {
  const person: Principal = {
    ...{ kind: 'person', id: 'p1', label: 'Marie', application: 'default', roles: ['admin'] },
    permissions: new Set(['settings:manage']),
  };
  const cookie: PrincipalSource = {
    identify: ({ headers }) =>
      Promise.resolve(headers.cookie === undefined ? null : { known: true, principal: person }),
  };

  it('is whom the first source knows; a wrong key is not made good by a cookie', async () => {
    const app = await make(ThingsModule);
    app.get(Callers).register(cookie);
    await app.listen(0, '127.0.0.1');
    const who = () => request(app.getHttpServer()).get('/things/who');
    expect((await who().set('cookie', 's=1')).body).toEqual({ kind: 'person', application: 'default' });
    expect((await who().set('cookie', 's=1').set(AUTH)).body.kind).toBe('bootstrap');
    await who().set('cookie', 's=1').set('authorization', 'Bearer wrong').expect(401);
    await who().expect(401);
    await app.close();
  });
});

describe('a route that is not declared as it should be', () => {
  @Controller('bare')
  class BareController {
    @Get() nothing() {}
    @Public() @Get('open') open() {}
    @Post('late') @RequirePermission('settings:manage', 'settings.view') late() {}
    @Get('self')
    @RequirePermission('settings:manage', 'settings.view')
    self(@Res() reply: FastifyReply) {
      void reply.send('');
    }
    @Get('passed')
    @RequirePermission('settings:manage', 'settings.view')
    passed(@Res({ passthrough: true }) reply: FastifyReply) {
      void reply.code(204);
    }
  }

  class OtherController extends BareController {}
  Controller('other')(OtherController);

  @Module({ controllers: [BareController, OtherController] })
  class BareModule {}

  it('keeps the service from starting, and is named; so are all the others', async () => {
    const app = await make(BareModule);
    const error = await app.init().then(
      () => new Error('it started'),
      (thrown: unknown) => thrown as Error,
    );
    await app.close().catch(() => undefined);
    const lines = error.message.split('\n').slice(1);
    expect(lines).toEqual([
      expect.stringContaining('GET /bare (BareController.nothing) declares neither'),
      expect.stringContaining('POST /bare/late (BareController.late) changes something'),
      expect.stringContaining('GET /bare/self (BareController.self) sends its answer'),
      expect.stringContaining('GET /other (OtherController.nothing) declares neither'),
      expect.stringContaining('POST /other/late (OtherController.late) changes something'),
      expect.stringContaining('GET /other/self (OtherController.self) sends its answer'),
    ]);
  });
});
