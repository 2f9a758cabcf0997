import { ACTIONS } from '../../apps/admin/src/access/actions.js';
import { DeclaredRoutes } from '../../apps/admin/src/access/declared-routes.js';
import { type Permission, type Role, ROLE_NAMES, ROLES } from '../../apps/admin/src/access/permissions.js';
import type { Route } from '../../apps/admin/src/access/routes.js';
import { serviceRoutes } from '../../apps/admin/src/service-routes.js';
import type { Call } from '../support/admin-client.js';
import { AdminService } from '../support/admin-service.js';
import { keyOf } from '../support/keys.js';
import { staffOf } from '../support/staff.js';

const ID = '019a0000-0000-7000-8000-000000000001';

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start();
});
afterAll(() => service.close());

/** A real request of this route, that does no harm: to nothing there is, with nothing in it. */
const ask = (route: Route, caller: Call = { anonymous: true }) =>
  service.call(route.method, route.path.replace(/:\w+/g, ID), {
    ...caller,
    // One that does not take server-sent events is let in, and answered at once.
    headers: { accept: 'application/json', ...caller.headers },
    ...(route.method === 'GET' || route.method === 'HEAD' || route.method === 'DELETE' ? {} : { json: {} }),
  });

type Line = Readonly<Record<'id' | 'action' | 'permission' | 'outcome', string>>;
const onRecord = async (actor: string): Promise<readonly Line[]> =>
  (await service.get(`/api/v1/audit/events?actor=${actor}&limit=500`)).body.items;

const routes = serviceRoutes().map((route) => ({ ...route, name: `${route.method} ${route.path}` }));
const demanding = routes.flatMap(({ declaration, ...route }) =>
  declaration === null || declaration === 'public' ? [] : [{ ...route, declaration }],
);
// Whoever signs out asks nothing more.
demanding.sort((one, other) => Number(endsSession(one)) - Number(endsSession(other)));

it('knows every route the service has', () => {
  expect(service.app.get(DeclaredRoutes).all).toEqual(serviceRoutes());
});

it('there is no route beside those of controllers, but for files that anybody may have', () => {
  const files =
    /^\/(?:|start[\w.-]*|pages\.css|assets\/[\w.-]+|sign-in[\w.-]*|favicon\.svg|docs(?:-json|\/[\w.-]+)?)$/;
  const known = new Set(routes.map(({ name }) => name));
  const fastify = service.app.getHttpAdapter().getInstance();
  const beside = routesIn(fastify.printRoutes({ commonPrefix: false, includeHooks: false })).filter(
    ({ method, path }) => !known.has(`${method} ${path}`) && !files.test(path),
  );
  // Fastify answers HEAD wherever it answers GET, by the same handler and so by the same guard.
  expect(beside.filter(({ method, path }) => method !== 'HEAD' || !known.has(`GET ${path}`))).toEqual([]);
});

/** What is of the whole service: a key is of one application, and is refused whatever its role. */
const OF_THE_WHOLE_SERVICE = [
  ...[
    'PATCH /api/v1/settings',
    'GET /api/v1/settings/master-keys',
    'POST /api/v1/settings/master-keys/rotation',
  ],
  // Of POST, the body is looked at first.
  ...['GET /api/v1/demo', 'DELETE /api/v1/demo'],
  ...[
    'POST /api/v1/evidence/checks',
    'GET /api/v1/evidence/log/checkpoint',
    'GET /api/v1/evidence/log/tile/:level/:a',
    'GET /api/v1/evidence/log/tile/:level/:a/:b',
    'GET /api/v1/evidence/log/tile/:level/:a/:b/:c',
    'GET /api/v1/evidence/log/tile/:level/:a/:b/:c/:d',
  ],
];

/** Who asks, as a machine and as a person who signed in; and what their role does not open to them. */
const callersOf = (role: Role) => ({
  key: async () => {
    const { id, key } = await keyOf(service, role);
    return { actor: `key:${id}`, call: { key } as Call, never: OF_THE_WHOLE_SERVICE };
  },
  person: async () => {
    const { id, browser } = await staffOf(service, [role]);
    const call: Call = { anonymous: true, headers: { ...browser.headers, cookie: browser.cookie } };
    return { actor: `person:${id}`, call, never: [] };
  },
});

describe.each(ROLE_NAMES)('of the role %s', (role) => {
  it.each(['key', 'person'] as const)(
    'a %s gets where the declaration says, and nowhere else',
    async (kind) => {
      const { actor, call, never } = await callersOf(role)[kind]();
      const holds = (permission: Permission) => (ROLES[role] as readonly Permission[]).includes(permission);
      const may = ({ name, declaration }: (typeof demanding)[number]) =>
        holds(declaration.permission) && !never.includes(name);
      const before = new Set((await onRecord(actor)).map(({ id }) => id));
      const asked = [];
      const succeeded = new Set<string>();
      for (const route of demanding) {
        const { status, body } = await ask(route, call);
        if (status < 400) succeeded.add(route.name);
        asked.push([
          route.name,
          status === 403 ? body.code : status < 500 && status !== 401 ? 'allowed' : status,
        ]);
      }
      expect(asked).toEqual(
        demanding.map((route) => [
          route.name,
          may(route) ? 'allowed' : holds(route.declaration.permission) ? 'other_application' : 'forbidden',
        ]),
      );

      // And each of it is on record, with its outcome and the permission it took.
      const recorded = (await onRecord(actor))
        .filter(({ id }) => !before.has(id))
        .map(({ action, permission, outcome }) => [action, permission, outcome === 'refused'] as const);
      const expected = demanding.flatMap((route) => {
        const { name, declaration } = route;
        const event = [declaration.action, declaration.permission, !may(route)];
        // What changes something is on record before it is carried out, and here most fail for want of a target.
        const failed = may(route) && !succeeded.has(name);
        return failed && ACTIONS[declaration.action] === 'attempt' ? [event, event] : [event];
      });
      const ends = recorded.filter(([action]) => action === 'export.end');
      const rest = recorded.filter(([action]) => action !== 'export.end');
      expect(ends).toHaveLength(holds('exports:read') ? 1 : 0);
      expect([...rest].sort()).toEqual([...expected].sort());
    },
  );
});

it('without a key, everybody gets where it says @Public(), and nowhere else', async () => {
  for (const route of routes) {
    const { status } = await ask(route);
    expect([route.name, status === 401]).toEqual([route.name, route.declaration !== 'public']);
    expect(status).not.toBe(403);
  }
});

function endsSession({ declaration }: (typeof demanding)[number]): boolean {
  return declaration.action === 'session.end';
}

/** Fastify prints a tree: `├── /docs (GET, HEAD)`, children indented by four. */
function routesIn(tree: string): { method: string; path: string }[] {
  const parents: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent, text, methods] = /^([│ ]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (indent === undefined || text === undefined) return [];
    const depth = indent.length / 4;
    parents.length = depth;
    parents[depth] = text;
    const path = parents.join('');
    return (methods ?? '').split(', ').flatMap((method) => (method === '' ? [] : [{ method, path }]));
  });
}
