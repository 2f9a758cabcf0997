import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call } from '../api/call.ts';
import { type Backtest, isUnderWay, type Policy } from './policy.ts';

/** Milliseconds: what is under way is looked at again. */
const WHILE_RUNNING = 1_000;

export const usePolicy = (id: string) =>
  useQuery({
    queryKey: ['policies', 'one', id],
    queryFn: ({ signal }) => call<Policy>('GET', `policies/${encodeURIComponent(id)}`, { signal }),
  });

export const useActivePolicy = () =>
  useQuery({
    queryKey: ['policies', 'active'],
    queryFn: ({ signal }) => call<Policy>('GET', 'policies/active', { signal }),
  });

/** Of one policy, newest first; anew while one is under way. */
export const useBacktests = (policyId: string) =>
  useQuery({
    queryKey: ['policies', 'backtests', policyId],
    queryFn: async ({ signal }) => {
      const path = `policies/${policyId}/backtests`;
      return (await call<{ items: readonly Backtest[] }>('GET', path, { query: { limit: 10 }, signal }))
        .items;
    },
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? WHILE_RUNNING : false),
  });

/** Everything known of policies is asked for again. */
export function useRefreshPolicies(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    () => client.invalidateQueries({ predicate: ({ queryKey: [area] }) => area === 'policies' }),
    [client],
  );
}
