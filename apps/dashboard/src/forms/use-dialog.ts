import { useCallback, useState } from 'react';

/**
 * Which dialog of a page is open, and about what.
 * @param initial open from the start
 */
export function useDialog<T>(initial?: T) {
  const [open, setOpen] = useState<T | undefined>(initial);
  const close = useCallback(() => setOpen(undefined), []);
  return { open, show: setOpen as (what: T) => void, close };
}
