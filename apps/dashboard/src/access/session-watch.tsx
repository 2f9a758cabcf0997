import { useLogoutIfAccessDenied } from 'ra-core';
import { useEffect } from 'react';
import { refusals, SIGNED_OUT } from '../api/call.ts';

/** Leads to the sign-in page as soon as the service does not know one any more, whichever page asked. */
export function SessionWatch() {
  const leave = useLogoutIfAccessDenied();
  useEffect(() => {
    const hear = (event: Event) => void leave((event as CustomEvent).detail);
    refusals.addEventListener(SIGNED_OUT, hear);
    return () => refusals.removeEventListener(SIGNED_OUT, hear);
  }, [leave]);
  return null;
}
