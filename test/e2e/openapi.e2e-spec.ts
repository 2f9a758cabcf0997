import 'reflect-metadata';
import { ModulesContainer } from '@nestjs/core';
import { OpenApiContract } from '../support/openapi-contract.js';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';

type Json = any; // eslint-disable-line @typescript-eslint/no-explicit-any -- a document of any shape

let service: AdminService;
let document: Json;
beforeAll(async () => {
  service = await AdminService.start();
  ({ body: document } = await service.get('/docs-json', { anonymous: true }));
});
afterAll(() => service.close());

const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'ALL', 'OPTIONS', 'HEAD', 'SEARCH'];
const operations = () =>
  Object.entries<Record<string, Json>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path}`,
      operation,
    })),
  );

/** Every route of every controller, as Nest's own metadata has it. */
function routes(): string[] {
  const controllers = [...service.app.get(ModulesContainer).values()].flatMap((module) => [
    ...module.controllers.values(),
  ]);
  return controllers.flatMap(({ metatype }) => {
    const type = metatype as { prototype: object };
    const prefix = String(Reflect.getMetadata('path', type));
    return Object.getOwnPropertyNames(type.prototype).flatMap((name) => {
      const handler = (type.prototype as Record<string, object>)[name]!;
      const method = Reflect.getMetadata('method', handler) as number | undefined;
      if (method === undefined) return [];
      const paths = [Reflect.getMetadata('path', handler) as string | string[]].flat();
      return paths.map((each) => {
        const tidy = `/${prefix}/${each}`.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
        return `${METHODS[method]!} ${tidy.replace(/:(\w+)/g, '{$1}')}`;
      });
    });
  });
}

it('is an OpenAPI 3 document, without a dangling reference', () => {
  expect(document.openapi).toMatch(/^3\.0\./);
  expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  const references = JSON.stringify(document).match(/(?<="\$ref":")[^"]+/g) ?? [];
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) {
    const place = reference
      .split('/')
      .slice(1)
      .reduce((at: Json, name) => at?.[name], document);
    expect([reference, typeof place]).toEqual([reference, 'object']);
  }
});

it('lists every route of the service, and no other', () => {
  const known = routes();
  expect(known).toContain('POST /api/v1/matches');
  const internal = ['GET /start.json']; // of the dashboard only
  expect(
    operations()
      .map(({ route }) => route)
      .sort(),
  ).toEqual(known.filter((route) => !internal.includes(route)).sort());
});

it('names each parameter once, and says which bodies may be left out', () => {
  for (const { route, operation } of operations()) {
    const names = (operation.parameters ?? []).map(({ name, in: where }: Json) =>
      `${where} ${name}`.toLowerCase(),
    );
    expect([route, names]).toEqual([route, [...new Set(names)]]);
  }
  const { parameters } = document.paths['/api/v1/matches'].post;
  expect(parameters).toEqual([
    expect.objectContaining({ name: 'receipt', in: 'query', required: false }),
    expect.objectContaining({ name: 'Idempotency-Key', in: 'header', required: false }),
  ]);
  const bodyOf = (path: string) => document.paths[path].post.requestBody;
  for (const [path, schema] of [
    ['/api/v1/keys/{id}/rotate', 'RotateKey'],
    ['/api/v1/webhooks/endpoints/{id}/rotate-secret', 'RotateWebhookSecret'],
  ] as const) {
    expect(bodyOf(path)).toEqual({
      required: false,
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } },
    });
  }
  expect(bodyOf('/api/v1/matches').required).toBe(true);
});

it('names the parameters of each path, and no others', () => {
  for (const { route, operation } of operations()) {
    const inPath = (operation.parameters ?? []).filter((one: Json) => one.in === 'path');
    expect([route, inPath.map(({ name }: Json) => name).sort()]).toEqual([
      ...[route, [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort()],
    ]);
    for (const one of inPath) expect(one).toMatchObject({ required: true, schema: { type: 'string' } });
  }
  expect(document.components.securitySchemes.apiKey).not.toHaveProperty('bearerFormat');
});

it('says of every route what it is for, and that the key is needed where it is', async () => {
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { route, operation } of operations()) {
    expect([route, operation.summary]).toEqual([route, expect.stringMatching(/\S/)]);
    const [method, path] = route.split(' ') as [string, string];
    const { status } = await service.call(method, path.replace(/\{\w+\}/, 'x'), { anonymous: true });
    expect([route, status === 401]).toEqual([route, operation.security !== undefined]);
    if (operation.security !== undefined) expect(operation.responses).toHaveProperty('401');
  }
});

it('its examples are valid by its own schemas: the body of a match', async () => {
  const { properties, required } = document.components.schemas.CreateMatch;
  expect(required).toEqual(['number', 'identity']);
  const identity = document.components.schemas.ClaimedIdentity.properties;
  const examples = (of: Record<string, Json>) =>
    Object.fromEntries(
      Object.entries(of).flatMap(([name, { example }]) => (example === undefined ? [] : [[name, example]])),
    );
  const { status } = await service.match({ ...examples(properties), identity: examples(identity) });
  expect(status).toBe(201);
});

it('documents every property that is taken: a body with all of them is', async () => {
  const { CreateMatch, ClaimedIdentity, ConsentOffer } = document.components.schemas;
  const body = claim('0600001001', {
    ...{ country: 'FR', codeName: 'c', purpose: 'p', reference: 'r' },
    consent: { returnUrl: `${service.url}/back` },
  });
  const identity = { ...body.identity, maidenName: 'Durand', phone: '0600001001' };
  expect(Object.keys(body).sort()).toEqual(Object.keys(CreateMatch.properties).sort());
  expect(Object.keys(identity).sort()).toEqual(Object.keys(ClaimedIdentity.properties).sort());
  expect(Object.keys(ConsentOffer.properties)).toEqual(['returnUrl']);
  expect((await service.match({ ...body, identity })).status).toBe(201);
});

describe('the check that every other suite runs under', () => {
  const ok = { type: 'application/json', text: '' };
  const match = async () => (await service.match(claim('0600001001'))).body;

  it('takes what the service answers', async () => {
    const body = await match();
    const contract = new OpenApiContract(document);
    expect(() => contract.check('POST', '/api/v1/matches', { ...ok, status: 201, body })).not.toThrow();
  });

  it.each<readonly [what: string, change: (body: Json) => unknown]>([
    ['a property too many', (body) => ({ ...body, surplus: 1 })],
    ['one too many inside', (body) => ({ ...body, scores: { ...body.scores, surplus: 1 } })],
    ['a property missing', (body) => ({ ...body, reference: undefined })],
    ['a status nobody documented', (body) => ({ ...body, status: 'done' })],
    ['a score above 1', (body) => ({ ...body, scores: { ...body.scores, gender: 1.5 } })],
    ['null where there has to be something', (body) => ({ ...body, createdAt: null })],
    ['a time that is none', (body) => ({ ...body, createdAt: 'now' })],
  ])('refuses %s', async (_what, change) => {
    const body = change(await match());
    const contract = new OpenApiContract(document);
    expect(() => contract.check('POST', '/api/v1/matches', { ...ok, status: 201, body })).toThrow();
  });

  it('refuses a status and a media type that are not documented', () => {
    const contract = new OpenApiContract(document);
    const check = (status: number, type: string) =>
      contract.check('GET', '/api/v1/matches', {
        status,
        type,
        text: '',
        body: { items: [], nextCursor: null },
      });
    expect(() => check(200, 'application/json')).not.toThrow();
    expect(() => check(418, 'application/json')).toThrow('not documented');
    expect(() => check(200, 'text/html')).toThrow('media type');
  });
});
