import type { DynamicModule, Type } from '@nestjs/common';
import { ACTIONS, type Recording } from './actions.js';
import { BOOTSTRAP_PERMISSIONS, type Permission, ROLE_NAMES, ROLES } from './permissions.js';
import { type Route, routesOf } from './routes.js';

type Imported = Type | DynamicModule;

/** Every route of these modules and of what they import, without starting any. */
export function routesOfModules(modules: readonly Imported[]): readonly Route[] {
  const seen = new Set<unknown>();
  const controllers = new Set<Type>();
  const visit = (imported: Imported): void => {
    if (seen.has(imported)) return;
    seen.add(imported);
    const { module, ...dynamic } = 'module' in imported ? imported : { module: imported };
    const listed = <T>(key: 'imports' | 'controllers') => [
      ...((Reflect.getMetadata(key, module) as T[] | undefined) ?? []),
      ...((dynamic as Partial<Record<string, T[]>>)[key] ?? []),
    ];
    for (const controller of listed<Type>('controllers')) controllers.add(controller);
    for (const further of listed<Imported>('imports')) visit(further);
  };
  for (const imported of modules) visit(imported);
  return routesOf([...controllers]);
}

const RECORDED: Readonly<Record<Recording, string>> = {
  answer: 'with the answer',
  attempt: 'before it is carried out',
  own: 'by the write itself',
  tally: 'counted by the minute',
  none: '',
};

/** docs/access.md: who may do what, from the same declarations the guard goes by. */
export function accessPage(routes: readonly Route[]): string {
  const demanding = routes.flatMap(({ method, path, declaration }) =>
    declaration === null || declaration === 'public'
      ? []
      : [{ route: `\`${method} ${path}\``, ...declaration }],
  );
  const open = routes.filter(({ declaration }) => declaration === 'public');
  const marks = (permission: Permission) => [
    ...ROLE_NAMES.map((role) => mark((ROLES[role] as readonly Permission[]).includes(permission))),
    mark(BOOTSTRAP_PERMISSIONS.includes(permission)),
  ];
  const permissions = [...new Set([...BOOTSTRAP_PERMISSIONS, ...Object.values(ROLES).flat()])].sort();
  return [
    '# Who may do what',
    '',
    'Made from the routes themselves by `npm run docs:access`. A route that declares nothing keeps the service from',
    'starting. Keys have scopes, which are permissions; people have roles. What a route may do with data is the',
    "handler's business: a key sees its own application only.",
    '',
    table(
      ['route', 'permission', ...ROLE_NAMES, 'bootstrap key', 'on record as'],
      demanding.map(({ route, permission, action }) => [
        ...[route, `\`${permission}\``, ...marks(permission)],
        `\`${action}\`, ${RECORDED[ACTIONS[action]]}`,
      ]),
    ),
    '',
    '## Permissions',
    '',
    table(
      ['permission', ...ROLE_NAMES, 'bootstrap key'],
      permissions.map((permission) => [`\`${permission}\``, ...marks(permission)]),
    ),
    '',
    '## Open to everybody',
    '',
    'Not on record here: they show nothing of anybody. What a callback does is on record with its match, and who signs',
    'in, or tries to, as `session.create` and `session.refuse`.',
    '',
    ...open.map(({ method, path }) => `- \`${method} ${path}\``),
    '',
    'The files of the dashboard, of the sign-in page and of the API docs are open, too.',
    '',
  ].join('\n');
}

const mark = (allowed: boolean) => (allowed ? 'yes' : '');

/** Columns padded, as the formatter wants them. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(3, cell.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
