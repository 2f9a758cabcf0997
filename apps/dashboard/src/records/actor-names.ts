import { call } from '../api/call.ts';

/** What those are called who were asked for together, by id. */
type Names = Promise<ReadonlyMap<string, string>>;

/** As many as the service takes at once. */
const MOST = 100;
/** Milliseconds: a page that shows many asks once. */
const GATHER_MS = 20;

let batch: { readonly ids: Set<string>; readonly names: Names } | undefined;

/** What a person or key is called; null: they are gone, or not ours to know. */
export async function nameOf(id: string): Promise<string | null> {
  if (batch === undefined || batch.ids.size >= MOST) {
    const ids = new Set<string>();
    batch = { ids, names: namesOf(ids) };
  }
  const { ids, names } = batch;
  ids.add(id);
  return (await names).get(id) ?? null;
}

async function namesOf(ids: ReadonlySet<string>): Names {
  await new Promise((gathered) => setTimeout(gathered, GATHER_MS));
  if (batch?.ids === ids) batch = undefined;
  const { items } = await call<{ items: readonly { id: string; name: string }[] }>('GET', 'actors', {
    query: { ids: [...ids].join(',') },
  });
  return new Map(items.map(({ id, name }) => [id, name]));
}
