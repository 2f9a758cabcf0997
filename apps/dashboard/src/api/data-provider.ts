import type { DataProvider, Identifier, RaRecord } from 'ra-core';
import { call } from './call.ts';
import { type CursorPage, CursorPages } from './cursor-pages.ts';

/** What the service gives at most of a list at once. */
const MOST = 500;

const pages = new CursorPages();
const one = (resource: string, id: Identifier) => `${resource}/${encodeURIComponent(String(id))}`;
const unsupported = (): never => {
  throw new Error('The service has no such route: use call().');
};

/** How many there are is known on the last page only. */
const answerOf = (items: readonly unknown[], nextCursor: string | null, page: number, perPage: number) => ({
  data: [...items] as never[],
  pageInfo: { hasPreviousPage: page > 1, hasNextPage: nextCursor !== null },
  ...(nextCursor === null ? { total: (page - 1) * perPage + items.length } : {}),
});

/** The names of resources are their paths below /api/v1/. Lists come newest first, and only so. */
export const dataProvider: DataProvider = {
  supportAbortSignal: true,

  getList: async (resource, { pagination, filter, signal }) => {
    const { page, perPage } = pagination ?? { page: 1, perPage: 50 };
    const limit = Math.min(perPage, MOST);
    const list = JSON.stringify([resource, filter, limit]);
    const { items, nextCursor } = await pages.get(list, page, (cursor) =>
      call<CursorPage<RaRecord>>('GET', resource, { query: { ...filter, limit, cursor }, signal }),
    );
    return answerOf(items, nextCursor, page, limit);
  },

  getOne: async (resource, { id, signal }) => ({ data: await call('GET', one(resource, id), { signal }) }),

  getMany: async (resource, { ids, signal }) => ({
    data: await Promise.all(ids.map((id) => call<never>('GET', one(resource, id), { signal }))),
  }),

  getManyReference: async (resource, { target, id, pagination, filter, signal }) => {
    const { page, perPage } = pagination;
    const wanted = { ...(filter as object), [target]: id };
    const list = JSON.stringify([resource, wanted, perPage]);
    const { items, nextCursor } = await pages.get(list, page, (cursor) =>
      call<CursorPage<never>>('GET', resource, { query: { ...wanted, limit: perPage, cursor }, signal }),
    );
    return answerOf(items, nextCursor, page, perPage);
  },

  create: async (resource, { data }) => ({ data: await call('POST', resource, { body: data }) }),

  /** Only what changed: the service refuses fields it does not know. */
  update: async (resource, { id, data, previousData }) => {
    const before = previousData as Record<string, unknown> | undefined;
    const changed = Object.entries(data as Record<string, unknown>).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before?.[name]),
    );
    return { data: await call('PATCH', one(resource, id), { body: Object.fromEntries(changed) }) };
  },

  delete: async (resource, { id, previousData }) => {
    const answer = await call<RaRecord | undefined>('DELETE', one(resource, id));
    return { data: (answer ?? previousData ?? { id }) as never };
  },

  updateMany: unsupported,
  deleteMany: async (resource, { ids }) => {
    await Promise.all(ids.map((id) => call('DELETE', one(resource, id))));
    return { data: ids };
  },
};
