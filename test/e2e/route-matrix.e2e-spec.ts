import { ACTIONS } from '../../apps/admin/src/access/actions.js';
import { DeclaredRoutes } from '../../apps/admin/src/access/declared-routes.js';
import { type Permission, ROLE_NAMES, ROLES } from '../../apps/admin/src/access/permissions.js';
import type { Route } from '../../apps/admin/src/access/routes.js';
import { serviceRoutes } from '../../apps/admin/src/service-routes.js';
import { AdminService } from '../support/admin-service.js';
import { keyOf } from '../support/keys.js';

const ID = '019a0000-0000-7000-8000-000000000001';

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start();
});
afterAll(() => service.close());

/** A real request of this route, that does no harm: to nothing there is, with nothing in it. */
const ask = (route: Route, key?: string) =>
  service.call(route.method, route.path.replace(/:\w+/g, ID), {
    ...(key === undefined ? { anonymous: true } : { key }),
    ...(route.method === 'GET' || route.method === 'HEAD' || route.method === 'DELETE' ? {} : { json: {} }),
  });

const routes = serviceRoutes().map((route) => ({ ...route, name: `${route.method} ${route.path}` }));
const demanding = routes.flatMap(({ declaration, ...route }) =>
  declaration === null || declaration === 'public' ? [] : [{ ...route, declaration }],
);

it('knows every route the service has', () => {
  expect(service.app.get(DeclaredRoutes).all).toEqual(serviceRoutes());
});

it('there is no route beside those of controllers, but for files that anybody may have', () => {
  const files = /^\/(?:|start[\w.-]*|favicon\.svg|docs(?:-json|\/[\w.-]+)?)$/;
  const known = new Set(routes.map(({ name }) => name));
  const fastify = service.app.getHttpAdapter().getInstance();
  const beside = routesIn(fastify.printRoutes({ commonPrefix: false, includeHooks: false })).filter(
    ({ method, path }) => !known.has(`${method} ${path}`) && !files.test(path),
  );
  // Fastify answers HEAD wherever it answers GET, by the same handler and so by the same guard.
  expect(beside.filter(({ method, path }) => method !== 'HEAD' || !known.has(`GET ${path}`))).toEqual([]);
});

describe.each(ROLE_NAMES)('a key of the role %s', (role) => {
  it('gets where the declaration says, and nowhere else', async () => {
    const { id, key } = await keyOf(service, role);
    const may = ({ permission }: { permission: Permission }) =>
      (ROLES[role] as readonly Permission[]).includes(permission);
    const asked = [];
    for (const route of demanding) {
      const { status, body } = await ask(route, key);
      asked.push([
        route.name,
        status === 403 && body.code === 'forbidden'
          ? 'refused'
          : status < 500 && status !== 401
            ? 'allowed'
            : status,
      ]);
    }
    expect(asked).toEqual(
      demanding.map(({ name, declaration }) => [name, may(declaration) ? 'allowed' : 'refused']),
    );

    // And each of it is on record, with its outcome and the permission it took.
    const { body } = await service.get(`/api/v1/audit/events?actor=key:${id}&limit=500`);
    const recorded = body.items.map(({ action, permission, outcome }: Record<string, string>) => [
      ...[action, permission, outcome === 'refused'],
    ]);
    const expected = demanding.flatMap(({ declaration }) => {
      const event = [declaration.action, declaration.permission, !may(declaration)];
      // What changes something is on record before it is carried out, and here it fails for want of a target.
      return may(declaration) && ACTIONS[declaration.action] === 'attempt' ? [event, event] : [event];
    });
    const ends = recorded.filter(([action]: [string]) => action === 'export.end');
    const rest = recorded.filter(([action]: [string]) => action !== 'export.end');
    expect(ends).toHaveLength(may({ permission: 'exports:read' }) ? 1 : 0);
    expect([...rest].sort()).toEqual([...expected].sort());
  });
});

it('without a key, everybody gets where it says @Public(), and nowhere else', async () => {
  for (const route of routes) {
    const { status } = await ask(route);
    expect([route.name, status === 401]).toEqual([route.name, route.declaration !== 'public']);
    expect(status).not.toBe(403);
  }
});

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
