import { localStorageStore, memoryStore, type Store } from 'ra-core';

/** Filters by these are personal data: they stay in memory, and are gone with the tab. */
const PERSONAL = ['number', 'email'];

/** What stays when somebody signs out: it is the browser's, not theirs. */
const OF_THE_BROWSER = ['locale', 'theme'];

interface SavedQuery {
  readonly value: { readonly filter?: object; readonly displayedFilters?: object };
}

/**
 * Preferences in localStorage; what lists are narrowed to, in memory. A view that is saved keeps its filters but for
 * those by personal data.
 */
export function dashboardStore(): Store {
  const kept = localStorageStore('1', 'idmobile');
  const passing = memoryStore();
  const placeOf = (key: string) => (key.endsWith('.listParams') ? passing : kept);
  return {
    setup: () => {
      kept.setup();
      passing.setup();
    },
    teardown: () => {
      kept.teardown();
      passing.teardown();
    },
    getItem: (key, fallback) => placeOf(key).getItem(key, fallback),
    setItem: (key, value) =>
      placeOf(key).setItem(key, key.endsWith('.savedQueries') ? withoutPersonal(value) : value),
    removeItem: (key) => placeOf(key).removeItem(key),
    removeItems: (prefix) => {
      kept.removeItems(prefix);
      passing.removeItems(prefix);
    },
    reset: () => {
      const staying = OF_THE_BROWSER.map((key) => [key, kept.getItem<unknown>(key)] as const);
      kept.reset();
      passing.reset();
      for (const [key, value] of staying) if (value !== undefined) kept.setItem(key, value);
    },
    subscribe: (key, callback) => placeOf(key).subscribe(key, callback),
  };
}

function withoutPersonal(queries: unknown): never {
  if (!Array.isArray(queries)) return queries as never;
  return queries.map((query: SavedQuery) => ({
    ...query,
    value: {
      ...query.value,
      filter: pruned(query.value.filter),
      displayedFilters: pruned(query.value.displayedFilters),
    },
  })) as never;
}

const pruned = (values: object = {}) =>
  Object.fromEntries(Object.entries(values).filter(([name]) => !PERSONAL.includes(name)));
