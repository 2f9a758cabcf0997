import { useEffect, useRef } from 'react';
import { Renewal } from './renewal.ts';
import { useLive } from './use-live.ts';

/**
 * Renews what is shown when something has become of a match: soon, never more often than every few seconds, and out of
 * sight not before somebody looks again.
 * @returns whether matches are heard of at the moment
 */
export function useRenewal(renew: () => Promise<unknown>, enabled: boolean): boolean {
  const latest = useRef(renew);
  const renewal = useRef<Renewal>(undefined);
  useEffect(() => {
    latest.current = renew;
  });
  useEffect(() => {
    const made = new Renewal(async () => {
      await inSight();
      await latest.current();
    });
    renewal.current = made;
    return () => made.stop();
  }, []);
  const ask = () => renewal.current?.ask();
  return useLive(ask, ask, enabled);
}

/** As soon as somebody looks at the page. */
const inSight = async (): Promise<void> => {
  while (document.hidden) {
    await new Promise((seen) => document.addEventListener('visibilitychange', seen, { once: true }));
  }
};
