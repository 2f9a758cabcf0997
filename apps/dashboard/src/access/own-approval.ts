import { useQuery } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import type { CursorPage } from '../api/cursor-pages.ts';
import { whoAmI } from './me.ts';
import { usePermitted } from './use-permitted.ts';

/** A request of one's own for a second person, which waits, or may be used. */
export interface OwnApproval {
  readonly id: string;
  readonly status: 'pending' | 'approved';
  readonly target: { readonly type: string; readonly id: string };
  readonly payload: Readonly<Record<string, unknown>>;
  readonly reason: string | null;
  readonly requestedAt: string;
  readonly requestedBy: { readonly kind: string; readonly id: string };
}

/** Milliseconds: somebody else may decide at any time. */
const WHILE_PENDING = 10_000;
const LATEST = 100;

/**
 * What one has asked for about a thing: the latest that waits or is approved.
 * @param kind such as `reveal`
 * @param targetId of the match, the subject …
 */
export function useOwnApproval(kind: string, targetId: string): OwnApproval | undefined {
  const mayAsk = usePermitted('approvals:decide');
  const { data } = useQuery({
    queryKey: ['approvals', kind, targetId],
    enabled: mayAsk,
    queryFn: async ({ signal }) => {
      const me = await whoAmI();
      const query = { kind, limit: LATEST };
      const { items } = await call<CursorPage<OwnApproval>>('GET', 'approvals', { query, signal });
      const own = items.find(
        ({ status, target, requestedBy }) =>
          ['pending', 'approved'].includes(status) && target.id === targetId && requestedBy.id === me.id,
      );
      return own ?? null;
    },
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? WHILE_PENDING : false),
  });
  return data ?? undefined;
}
