import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Body, Controller, Get, Injectable, Module, Param, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Type } from 'class-transformer';
import {
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import request from 'supertest';
import { MemoryAccessModule } from '../../../test/support/memory-access.js';
import { createAdminApp } from './create-admin-app.js';
import { Public } from './access/public.decorator.js';
import { RequirePermission } from './access/require-permission.decorator.js';
import { currentRequestId } from './http/request-context.js';
import { Problem } from './http/problem.js';
import { ProblemMappers } from './http/problem-mappers.js';

const KEY = 'a-key-for-these-tests';
const AUTH = { authorization: `Bearer ${KEY}` };

class IdentityDto {
  @IsOptional()
  @IsISO8601({ strict: true }, { context: { remedy: 'Send it as YYYY-MM-DD.' } })
  birthDate?: string;

  @IsOptional()
  @IsString()
  @MaxLength(5)
  firstName?: string;
}

class ThingDto {
  @IsString()
  number!: string;

  // ValidateNested alone lets lists pass.
  @IsObject()
  @ValidateNested()
  @Type(() => IdentityDto)
  identity!: IdentityDto;
}

class PageDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  limit?: number;
}

class ThingError extends Error {}

@RequirePermission('settings:manage', 'settings.view')
@Controller('api/v1/things')
class ThingsController {
  @Post()
  @RequirePermission('settings:manage', 'webhook.change')
  create(@Body() thing: ThingDto): unknown {
    return { isDto: thing instanceof ThingDto, requestId: currentRequestId() };
  }

  @Get()
  list(@Query() page: PageDto): unknown {
    return page;
  }

  @Get('failing/:how')
  fail(@Param('how') how: string): never {
    switch (how) {
      case 'problem':
        throw new Problem({
          status: 504,
          code: 'no_answer',
          detail: 'DQE gave no answer.',
          extensions: { matchId: 'm-1', status: 200 },
          headers: { 'retry-after': '7' },
        });
      case 'mapped':
        throw new ThingError('internal wording');
      default:
        throw new Error(`boom at https://user:pw@dqe.example/IDMOBILE/?number=0612345678&token=SECRET`);
    }
  }
}

@Injectable()
class ThingMapping {
  constructor(mappers: ProblemMappers) {
    mappers.register((error) =>
      error instanceof ThingError
        ? new Problem({ status: 409, code: 'thing_conflict', detail: 'Two things.' })
        : undefined,
    );
  }
}

@Public()
@Controller('open')
class OpenController {
  @Get()
  open(): string {
    return 'open';
  }
}

@Module({ controllers: [ThingsController, OpenController], providers: [ThingMapping] })
class ThingsModule {}

let dataDir: string;
let app: NestFastifyApplication;
let log: string[];
const server = () => request(app.getHttpServer());

async function boot(env: Record<string, string> = {}): Promise<NestFastifyApplication> {
  log = [];
  const booted = await createAdminApp({
    env: { DATA_DIR: dataDir, BOOTSTRAP_API_KEY: KEY, RATE_LIMIT: '0', ...env },
    modules: [ThingsModule, MemoryAccessModule],
    logDestination: { write: (line: string) => void log.push(line) },
  });
  await booted.listen(0, '127.0.0.1');
  return booted;
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'admin-app-'));
  app = await boot();
});
afterAll(async () => {
  await app.close();
  await rm(dataDir, { recursive: true });
});

describe('errors are problem+json', () => {
  const refused = (code: string, status: number) => ({
    type: `urn:problem-type:idmobile:${code}`,
    title: expect.any(String),
    status,
    code,
    detail: expect.any(String),
    requestId: expect.any(String),
  });
  const post = () => server().post('/api/v1/things').set(AUTH);

  it.each([
    ['a broken body', () => post().type('json').send('{"number": "06'), 400, 'malformed_json'],
    ['a form', () => post().type('form').send('number=06'), 415, 'unsupported_media_type'],
    ['plain text', () => post().type('text').send('hello'), 415, 'unsupported_media_type'],
    ['a body above 64 KiB', () => post().send({ number: 'x'.repeat(65_536) }), 413, 'body_too_large'],
    ['an unknown address', () => server().get('/api/v1/nothing?name=Curie').set(AUTH), 404, 'not_found'],
    ['an unknown method', () => server().delete('/api/v1/things').set(AUTH), 404, 'not_found'],
    ['a broken escape', () => server().get('/api/v1/%zz?name=Curie').set(AUTH), 400, 'malformed_url'],
    [
      'an endless parameter',
      () =>
        server()
          .get(`/api/v1/things/failing/${'x'.repeat(500)}`)
          .set(AUTH),
      414,
      'url_too_long',
    ],
    ['no key', () => server().get('/api/v1/things'), 401, 'unauthorized'],
    [
      'a mapped error of a service',
      () => server().get('/api/v1/things/failing/mapped').set(AUTH),
      409,
      'thing_conflict',
    ],
    ['anything else', () => server().get('/api/v1/things/failing/else').set(AUTH), 500, 'internal_error'],
  ])('%s', async (_what, send, status, code) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.body).toEqual(refused(code, status));
    expect(answer.headers['x-request-id']).toBe(answer.body.requestId);
    expect(answer.text).not.toMatch(/Curie|boom|internal wording/);
  });

  it('carry further members and headers, which never replace the standard ones', async () => {
    const answer = await server().get('/api/v1/things/failing/problem').set(AUTH);
    expect(answer.body).toEqual({ ...refused('no_answer', 504), matchId: 'm-1' });
    expect(answer.headers['retry-after']).toBe('7');
  });

  it('also where there is no request yet', async () => {
    const { port } = app.getHttpServer().address() as { port: number };
    const raw = await new Promise<string>((done) => {
      let received = '';
      const socket = connect(port, '127.0.0.1', () => socket.write('NOT HTTP\r\n\r\n'));
      socket.on('data', (data) => (received += data.toString())).on('close', () => done(received));
    });
    expect(raw).toContain('HTTP/1.1 400');
    expect(JSON.parse(raw.split('\r\n\r\n')[1]!)).toEqual(refused('malformed_request', 400));
  });
});

describe('validation', () => {
  const errorsOf = async (body: unknown) => {
    const answer = await server().post('/api/v1/things').set(AUTH).type('json').send(JSON.stringify(body));
    expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
    return answer;
  };

  it('names each field by its path, with the remedy, and never quotes the value', async () => {
    const answer = await errorsOf({
      number: 12,
      identity: { birthDate: '07/11/1867', firstName: 'Marie Salomea', shoeSize: 36 },
      extra: { deep: 'Sklodowska' },
    });
    const byField = Object.fromEntries(answer.body.errors.map((e: { field: string }) => [e.field, e]));
    expect(Object.keys(byField).sort()).toEqual([
      'extra',
      'identity.birthDate',
      'identity.firstName',
      'identity.shoeSize',
      'number',
    ]);
    expect(byField.number).toEqual({
      field: 'number',
      problem: 'must be a string',
      remedy: 'Send a string.',
    });
    expect(byField['identity.birthDate'].remedy).toBe('Send it as YYYY-MM-DD.');
    expect(byField['identity.shoeSize'].problem).toBe('is not a known property');
    // Without the request's id, which is random and may well hold a 36.
    expect(JSON.stringify({ ...answer.body, requestId: '' })).not.toMatch(/1867|Salomea|Sklodowska|36/);
  });

  it.each([[[]], ['text'], [null], [42], [{ number: 'x', identity: [] }], [{ number: 'x', identity: 'y' }]])(
    'refuses %j as a body',
    (body) => errorsOf(body),
  );

  it.each(['', '\ufeff'])(
    'is held against no body at all, whatever its type is said to be',
    async (nothing) => {
      const answer = await server().post('/api/v1/things').set(AUTH).type('json').send(nothing);
      expect([answer.status, answer.body.code]).toEqual([400, 'validation_failed']);
      expect(answer.body.errors.map((e: { field: string }) => e.field).sort()).toEqual([
        'identity',
        'number',
      ]);
    },
  );

  it('covers the query, and converts it', async () => {
    expect((await server().get('/api/v1/things?limit=5').set(AUTH)).body).toEqual({ limit: 5 });
    const answer = await server().get('/api/v1/things?limit=0&colour=red').set(AUTH);
    expect(answer.body.errors.map((e: { field: string }) => e.field).sort()).toEqual(['colour', 'limit']);
  });
});

const REQUEST_ID = '0198f0c2-7c1e-7b3a-9d55-6f1f0e2a4b6c';

describe('request ids', () => {
  it.each([
    ['a UUID', '0198f0c2-7c1e-7b3a-9d55-6f1f0e2a4b6c'],
    ['a ULID', '01J9ZQ4Y8T6W3V5R7N2M0KXHBC'],
    ['a trace', '4bf92f3577b34da6a3ce929d0e0e4736'],
  ])('keeps %s, and hands it to everything below', async (_what, id) => {
    const answer = await server()
      .post('/api/v1/things')
      .set({ ...AUTH, 'x-request-id': id })
      .send({ number: 'x', identity: {} });
    expect(answer.headers['x-request-id']).toBe(id);
    expect(answer.body).toEqual({ isDto: true, requestId: id });
  });

  const notGenerated = ['0612345678', '33612345678', 'order-0612345678', 'Marie.Curie', '1867-11-07', 'id-1'];
  it.each([...notGenerated, '', 'a b', '"><script>', 'x'.repeat(65), 'é'])('replaces %j', async (id) => {
    const answer = await server().get('/open').set('x-request-id', Buffer.from(id).toString('latin1'));
    expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('the log', () => {
  it('has one line per request, with the route pattern and nothing of the caller', async () => {
    log.length = 0;
    await server()
      .get('/api/v1/things/failing/problem?name=Curie&token=T0KEN')
      .set({ ...AUTH, 'user-agent': 'agent-x', cookie: 'c=c00kie' });
    await server().get('/api/v1/unknown/0612345678?name=Curie').set(AUTH);
    await server()
      .post('/api/v1/things?name=Curie')
      .set(AUTH)
      .send({ number: 'n', identity: { firstName: 'Marie' } });
    const lines = log.map((line) => JSON.parse(line)).filter((line) => line.msg === 'request');
    expect(lines).toEqual([
      expect.objectContaining({
        level: 'error',
        method: 'GET',
        route: '/api/v1/things/failing/:how',
        status: 504,
        code: 'no_answer',
        durationMs: expect.any(Number),
        requestId: expect.any(String),
      }),
      expect.objectContaining({ route: '(no route)', status: 404, code: 'not_found' }),
      expect.objectContaining({ level: 'info', route: '/api/v1/things', status: 201 }),
    ]);
    expect(log.join('')).not.toMatch(/Curie|T0KEN|agent-x|c00kie|0612345678|Marie|127\.0\.0\.1|a-key-for/);
  });

  it('has the stack of what was unexpected, under the request id, without addresses', async () => {
    log.length = 0;
    await server()
      .get('/api/v1/things/failing/else?name=Curie')
      .set({ ...AUTH, 'x-request-id': REQUEST_ID });
    const line = log.map((l) => JSON.parse(l)).find(({ msg }) => msg === 'Unexpected error');
    expect(line).toMatchObject({ level: 'error', requestId: REQUEST_ID, err: { type: 'Error' } });
    expect(line.err.stack).toContain('create-admin-app.int-spec');
    expect(line.err.message).toBe('boom at https://dqe.example/IDMOBILE/?…');
    expect(log.join('')).not.toMatch(/Curie|0612345678|SECRET|user:pw/);
  });
});

describe('access', () => {
  it.each([
    ['no header', undefined, 'Bearer'],
    ['a wrong key', `Bearer ${KEY}x`, 'Bearer error="invalid_token"'],
    ['a prefix of the key', `Bearer ${KEY.slice(0, -1)}`, 'Bearer error="invalid_token"'],
    ['another scheme', `Basic ${KEY}`, 'Bearer error="invalid_token"'],
    ['an empty key', 'Bearer ', 'Bearer error="invalid_token"'],
    ['a huge key', `Bearer ${'k'.repeat(2000)}`, 'Bearer error="invalid_token"'],
  ])('refuses %s, and says how to ask', async (_what, authorization, challenge) => {
    const asked = server().get('/api/v1/things');
    const answer = await (authorization === undefined ? asked : asked.set({ authorization }));
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe(challenge);
  });

  it('takes the key, whatever the case of the scheme', async () => {
    await server().get('/api/v1/things').set('authorization', `bearer ${KEY}`).expect(200);
  });

  it('lets everybody at what says so, and the scraper nowhere without a key', async () => {
    for (const open of [
      '/open',
      '/',
      '/docs',
      '/docs-json',
      '/start.json',
      '/health/live',
      '/health/ready',
    ]) {
      expect([open, (await server().get(open)).status]).toEqual([open, 200]);
    }
    await server().get('/metrics').expect(401);
  });
});

describe('a port already taken', () => {
  it('is an error with a code, for main to explain', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => other.once('listening', done));
    const { port } = other.address() as { port: number };
    const second = await createAdminApp({
      env: { DATA_DIR: dataDir, BOOTSTRAP_API_KEY: KEY, LOG_LEVEL: 'silent' },
      modules: [MemoryAccessModule],
    });
    await expect(second.listen(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await second.close();
    other.close();
  });
});
