import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from '../api/call.ts';
import { isMoving, type Match, type MatchEvent } from './match.ts';

/** Milliseconds: what is on its way is looked at again. */
const WHILE_MOVING = 1_500;
const WHILE_WAITING = 4_000;

export const useMatch = (id: string) =>
  useQuery({
    queryKey: ['matches', 'one', id],
    queryFn: ({ signal }) => call<Match>('GET', `matches/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state: { data } }) => {
      if (data === undefined) return false;
      if (isMoving(data)) return WHILE_MOVING;
      return data.status === 'consent_pending' ? WHILE_WAITING : false;
    },
  });

/** Anew whenever the match has changed. */
export const useTimeline = (match: Match) =>
  useQuery({
    queryKey: ['matches', 'events', match.id, match.status, match.review],
    queryFn: async ({ signal }) =>
      (await call<{ items: readonly MatchEvent[] }>('GET', `matches/${match.id}/events`, { signal })).items,
    placeholderData: (before) => before,
  });

/** Everything known of a match is asked for again. */
export function useRefreshMatch(id: string): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    () =>
      client.invalidateQueries({
        predicate: ({ queryKey: [area, , of] }) => (area === 'matches' || area === 'approvals') && of === id,
      }),
    [client, id],
  );
}
