import { useEffect, useRef, useState } from 'react';
import { followMatches, type Follower } from './follow-matches.ts';

/**
 * Hears of every match that is made or changes, while the page is there.
 * @param enabled false: nothing is followed, such as where one may see no matches
 * @returns whether it is heard at the moment
 */
export function useLive(onMatch: Follower['onMatch'], onReset: Follower['onReset'], enabled = true): boolean {
  const [live, setLive] = useState(false);
  const latest = useRef({ onMatch, onReset });
  useEffect(() => {
    latest.current = { onMatch, onReset };
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const abort = new AbortController();
    void followMatches(
      {
        onMatch: (match) => latest.current.onMatch(match),
        onReset: () => latest.current.onReset(),
        onLive: (heard) => {
          if (!abort.signal.aborted) setLive(heard);
        },
      },
      abort.signal,
    );
    return () => abort.abort();
  }, [enabled]);
  return enabled && live;
}
