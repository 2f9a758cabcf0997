import { Box, Button, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useListContext, useTranslate } from 'ra-core';
import { call, type Query } from '../api/call.ts';
import { useFormat } from '../i18n/use-format.ts';
import { LiveSign } from '../live/live-sign.tsx';
import type { Match } from './match.ts';
import { MOST_NEW, useArrivals } from './use-arrivals.ts';

interface Count {
  readonly count: number;
  /** false: there are at least so many. */
  readonly exact: boolean;
}

/**
 * How many there are, and how many have come since. Those that are shown change in place; new ones wait until they are asked
 * for, so that nothing jumps under anybody's hand.
 */
export function LiveLine() {
  const translate = useTranslate();
  const format = useFormat();
  const { filterValues, setPage, refetch } = useListContext<Match>();
  const count = useQuery({
    queryKey: ['matches', 'count', filterValues],
    queryFn: ({ signal }) => call<Count>('GET', 'matches/count', { query: filterValues as Query, signal }),
    placeholderData: (before) => before,
  });
  const { waiting, live, show } = useArrivals(() => {
    setPage(1);
    void refetch();
    void count.refetch();
  });

  const total = count.data;
  const many = waiting.length > MOST_NEW;
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
        {waiting.length === 0 ? null : (
          <Button size="small" variant="contained" onClick={show}>
            {translate(many ? 'live.showMany' : 'live.show', {
              smart_count: waiting.length,
              count: format.number(many ? MOST_NEW : waiting.length),
            })}
          </Button>
        )}
      </Box>
    </Box>
  );
}
