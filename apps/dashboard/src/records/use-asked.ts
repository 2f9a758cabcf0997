import { useQuery } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { call, type Query } from '../api/call.ts';

export interface AskOptions<T> {
  readonly query?: Query;
  /** Asked again after that many milliseconds; false: not. */
  readonly again?: (found: T | undefined) => number | false;
  readonly enabled?: boolean;
}

/** What the service has below that path, kept fresh by {@link useAskAnew}. */
export const useAsked = <T>(path: string, { query, again, enabled = true }: AskOptions<T> = {}) =>
  useQuery<T>({
    queryKey: [...path.split('/'), query ?? {}],
    queryFn: ({ signal }) => call<T>('GET', path, { query, signal }),
    refetchInterval: again === undefined ? false : ({ state }) => again(state.data),
    placeholderData: (before) => before,
    enabled,
  });

/** Has everything at that path and below, lists of react-admin's too, asked for again. */
export function useAskAnew(path: string): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(
    () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) =>
          `${queryKey.filter((part) => typeof part === 'string').join('/')}/`.startsWith(`${path}/`),
      }),
    [client, path],
  );
}
