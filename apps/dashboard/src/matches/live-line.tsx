import { Box, Button, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useListContext, useTranslate } from 'ra-core';
import { useState } from 'react';
import { call, type Query } from '../api/call.ts';
import { useFormat } from '../i18n/use-format.ts';
import { LiveSign } from '../live/live-sign.tsx';
import { useLive } from '../live/use-live.ts';
import { fitsFilter } from './fits-filter.ts';
import type { Match } from './match.ts';

interface Count {
  readonly count: number;
  /** false: there are at least so many. */
  readonly exact: boolean;
}

/** Beyond, it is only said that there are many. */
const MOST_NEW = 99;

/**
 * How many there are, and how many have come since. Those that are shown change in place; new ones wait until they are asked
 * for, so that nothing jumps under anybody's hand.
 */
export function LiveLine() {
  const translate = useTranslate();
  const format = useFormat();
  const client = useQueryClient();
  const { data = [], filterValues, page, setPage, refetch } = useListContext<Match>();
  const [arrived, setArrived] = useState<{ of: string; ids: ReadonlySet<string> }>({
    of: '',
    ids: new Set(),
  });
  const filter = JSON.stringify(filterValues);
  const count = useQuery({
    queryKey: ['matches', 'count', filterValues],
    queryFn: ({ signal }) => call<Count>('GET', 'matches/count', { query: filterValues as Query, signal }),
    placeholderData: (before) => before,
  });
  // What had come for another filter is of no interest any more.
  const waiting = arrived.of === filter ? arrived.ids : new Set<string>();

  const onMatch = (match: Match) => {
    if (data.some(({ id }) => id === match.id)) {
      client.setQueriesData<{ data?: readonly Match[] }>({ queryKey: ['matches', 'getList'] }, (list) =>
        list?.data === undefined
          ? list
          : { ...list, data: list.data.map((one) => (one.id === match.id ? match : one)) },
      );
      return;
    }
    // Ids are in the order of time: what is older than the newest that is shown is on another page.
    const newest = page === 1 ? (data[0]?.id ?? '') : '\uffff';
    if (page === 1 && match.id <= newest) return;
    if (fitsFilter(match, filterValues) !== true) return;
    setArrived((before) => ({
      of: filter,
      ids: new Set([...(before.of === filter ? before.ids : []), match.id]),
    }));
  };
  const show = () => {
    setArrived({ of: filter, ids: new Set() });
    setPage(1);
    void refetch();
    void count.refetch();
  };
  const live = useLive(onMatch, show);

  const total = count.data;
  const many = waiting.size > MOST_NEW;
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5, minHeight: 44, px: 2 }}>
      <Typography variant="body2" color="textSecondary" component="p">
        {total === undefined
          ? '…'
          : translate(total.exact ? 'live.count' : 'live.atLeast', {
              smart_count: total.count,
              count: format.number(total.count),
            })}
      </Typography>
      <LiveSign live={live} otherwise={translate('live.paused')} />
      <Box role="status">
        {waiting.size === 0 ? null : (
          <Button size="small" variant="contained" onClick={show}>
            {translate(many ? 'live.showMany' : 'live.show', {
              smart_count: waiting.size,
              count: format.number(many ? MOST_NEW : waiting.size),
            })}
          </Button>
        )}
      </Box>
    </Box>
  );
}
