import { useQueryClient } from '@tanstack/react-query';
import { useListContext } from 'ra-core';
import { useRef, useState } from 'react';
import { call, type Query } from '../api/call.ts';
import { useLive } from '../live/use-live.ts';
import { useRenewing } from '../live/use-renewal.ts';
import { fitsFilter } from './fits-filter.ts';
import type { Match } from './match.ts';

/** Beyond, it is only said that there are many. */
export const MOST_NEW = 99;
/** Milliseconds between two times the service is asked which fit: each is an access, and on record. */
const ASK_MS = 15_000;

interface Ids {
  /** Of which filter. */
  readonly of: string;
  readonly ids: ReadonlySet<string>;
}
const NONE: Ids = { of: '', ids: new Set() };

/** Further ids; what had come for another filter is of no interest any more. */
const withIds = (known: Ids, of: string, ids: Iterable<string>): Ids => ({
  of,
  ids: new Set([...(known.of === of ? known.ids : []), ...ids]),
});

export interface Arrivals {
  /** Of matches that have come since the list was read, and belong into it. */
  readonly waiting: readonly string[];
  readonly live: boolean;
  /** Reads the list anew, with them in it. */
  readonly show: () => void;
}

/**
 * Follows the matches of a list. Those that are shown change in place. Of new ones, most filters tell by the match itself
 * whether it fits; where only the service can tell, it is asked.
 * @param read reads the list anew, from its beginning; also where too much was missed
 */
export function useArrivals(read: () => void): Arrivals {
  const client = useQueryClient();
  const { data = [], filterValues, page } = useListContext<Match>();
  const [arrived, setArrived] = useState(NONE);
  const unsure = useRef(NONE);
  const filter = JSON.stringify(filterValues);

  const ask = useRenewing(async () => {
    const { of, ids } = unsure.current;
    if (of !== filter || ids.size === 0) return;
    const query = { ...(filterValues as Query), limit: MOST_NEW + 1 };
    const { items } = await call<{ items: readonly Match[] }>('GET', 'matches', { query });
    const fitting = items.map(({ id }) => id).filter((id) => ids.has(id));
    unsure.current = { of, ids: new Set([...unsure.current.ids].filter((id) => !ids.has(id))) };
    setArrived((known) => withIds(known, of, fitting));
  }, ASK_MS);

  const change = (match: Match) =>
    client.setQueriesData<{ data?: readonly Match[] }>({ queryKey: ['matches', 'getList'] }, (list) =>
      list?.data === undefined
        ? list
        : { ...list, data: list.data.map((one) => (one.id === match.id ? match : one)) },
    );
  const onMatch = (match: Match) => {
    if (data.some(({ id }) => id === match.id)) return void change(match);
    // Ids are in the order of time: what is older than the newest that is shown is on another page.
    if (page === 1 && match.id <= (data[0]?.id ?? '')) return;
    const fits = fitsFilter(match, filterValues);
    if (fits === true) setArrived((known) => withIds(known, filter, [match.id]));
    if (fits !== null) return;
    unsure.current = withIds(unsure.current, filter, [match.id]);
    ask();
  };
  const show = () => {
    setArrived(NONE);
    read();
  };
  const live = useLive(onMatch, show);
  const shown = new Set(data.map(({ id }) => id));
  return {
    waiting: arrived.of === filter ? [...arrived.ids].filter((id) => !shown.has(id)) : [],
    live,
    show,
  };
}
