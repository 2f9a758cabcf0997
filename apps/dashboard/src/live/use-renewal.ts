import { useCallback, useEffect, useRef } from 'react';
import { PAUSE_MS, Renewal } from './renewal.ts';
import { useLive } from './use-live.ts';

/**
 * What has something done soon after it is asked for: never more often than every few seconds, and out of sight not before
 * somebody looks again.
 * @param pauseMs between two
 */
export function useRenewing(renew: () => Promise<unknown>, pauseMs: number = PAUSE_MS): () => void {
  const latest = useRef(renew);
  const renewal = useRef<Renewal>(undefined);
  useEffect(() => {
    latest.current = renew;
  });
  useEffect(() => {
    const made = new Renewal(async () => {
      await inSight();
      await latest.current();
    }, pauseMs);
    renewal.current = made;
    return () => made.stop();
  }, [pauseMs]);
  return useCallback(() => renewal.current?.ask(), []);
}

/**
 * Renews what is shown when something has become of a match.
 * @returns whether matches are heard of at the moment
 */
export function useRenewal(renew: () => Promise<unknown>, enabled: boolean): boolean {
  const ask = useRenewing(renew);
  return useLive(ask, ask, enabled);
}

/** As soon as somebody looks at the page. */
const inSight = async (): Promise<void> => {
  while (document.hidden) {
    await new Promise((seen) => document.addEventListener('visibilitychange', seen, { once: true }));
  }
};
