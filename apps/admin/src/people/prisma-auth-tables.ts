import type { Clock } from 'nestjs-dqe-idmobile';
import type { PrismaDatabase } from '../persistence/prisma-database.js';
import { tokenHash } from './auth-keys.js';

type Fields = Record<string, unknown>;

interface Query {
  readonly where?: Fields;
  readonly data?: Fields;
  readonly select?: Fields;
}

interface Table {
  readonly create: (query: Query) => Promise<Fields>;
  readonly findFirst: (query: Query) => Promise<Fields | null>;
  readonly findMany: (query: Query) => Promise<Fields[]>;
  readonly count: (query: Query) => Promise<number>;
  readonly update: (query: Query) => Promise<Fields>;
  updateMany(query: Query): Promise<{ count: number }>;
  delete(query: Query): Promise<Fields>;
  deleteMany(query: Query): Promise<{ count: number }>;
}

/** What better-auth would keep, and we do not: where people are, what they use, and what the provider hands out. */
const NOT_KEPT = new Set([
  ...['image', 'ipAddress', 'userAgent'],
  ...['accessToken', 'refreshToken', 'idToken', 'accessTokenExpiresAt', 'refreshTokenExpiresAt', 'scope'],
]);

const kept = (fields: Fields | undefined) =>
  fields && Object.fromEntries(Object.entries(fields).filter(([name]) => !NOT_KEPT.has(name)));

/** The tables as better-auth's adapter for Prisma asks for them, under its names. */
export function authTables(database: PrismaDatabase, clock: Clock, lifeMs: number) {
  const { person, session, account, verification, twoFactor } = database.client;
  return {
    user: slim(person as unknown as Table),
    session: hashed(timed(slim(session as unknown as Table), clock, lifeMs)),
    account: slim(account as unknown as Table),
    verification: verification as unknown as Table,
    twoFactor: twoFactor as unknown as Table,
  };
}

/** Without what is not kept. */
const slim = (table: Table): Table =>
  changed(table, (query) => ({ ...query, data: kept(query.data), select: kept(query.select) }));

/** Our clock decides how long a session lasts. */
const timed = (table: Table, clock: Clock, lifeMs: number): Table => ({
  ...table,
  create: (query) => {
    const now = clock.now();
    const at = new Date(now);
    const times = { createdAt: at, updatedAt: at, lastSeenAt: at, expiresAt: new Date(now + lifeMs) };
    return table.create({ ...query, data: { ...query.data, ...times } });
  },
});

/** Keeps the hash of the token; whoever asks with the token is answered with it. */
function hashed(table: Table): Table {
  const run =
    <Answer>(ask: (query: Query) => Promise<Answer>) =>
    async (query: Query): Promise<Answer> => {
      const tokens = new Map<string, string>();
      const hide = (value: unknown): unknown => {
        if (typeof value !== 'string') return value;
        const hash = tokenHash(value).toString('hex');
        tokens.set(hash, value);
        return hash;
      };
      const asked = { ...query, where: withHashes(query.where, hide), data: withHashes(query.data, hide) };
      const answer = await ask(asked);
      const token = (answer as Fields | null)?.['token'];
      return typeof token === 'string' ? { ...answer, token: tokens.get(token) ?? token } : answer;
    };
  return {
    create: run((query) => table.create(query)),
    findFirst: run((query) => table.findFirst(query)),
    findMany: run((query) => table.findMany(query)),
    count: run((query) => table.count(query)),
    update: run((query) => table.update(query)),
    updateMany: run((query) => table.updateMany(query)),
    delete: run((query) => table.delete(query)),
    deleteMany: run((query) => table.deleteMany(query)),
  };
}

/** `{ token }`, `{ token: { equals } }`, `{ token: { in: […] } }`, and these within `AND` and `OR`. */
function withHashes(fields: Fields | undefined, hide: (value: unknown) => unknown): Fields | undefined {
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hide);
    if (typeof value !== 'object' || value === null) return hide(value);
    return Object.fromEntries(Object.entries(value).map(([operator, each]) => [operator, inside(each)]));
  };
  return (
    fields &&
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => {
        if (name === 'token') return [name, inside(value)];
        if (name !== 'AND' && name !== 'OR') return [name, value];
        return [name, [value].flat().map((part) => withHashes(part as Fields, hide))];
      }),
    )
  );
}

const changed = (table: Table, change: (query: Query) => Query): Table => ({
  create: (query) => table.create(change(query)),
  findFirst: (query) => table.findFirst(change(query)),
  findMany: (query) => table.findMany(change(query)),
  count: (query) => table.count(query),
  update: (query) => table.update(change(query)),
  updateMany: (query) => table.updateMany(change(query)),
  delete: (query) => table.delete(query),
  deleteMany: (query) => table.deleteMany(query),
});
