import { useStore } from 'ra-core';
import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';

/** Where one comes to who asked for no page. */
const LANDINGS = new Set(['/', '/matches']);

/** Leads somebody who is here for the first time to the guided start; once, and never away from a page they asked for. */
export function FirstRun() {
  const [seen, setSeen] = useStore('start.seen', false);
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const landed = useRef(LANDINGS.has(pathname));
  useEffect(() => {
    if (seen) return;
    setSeen(true);
    if (landed.current) void navigate('/start', { replace: true });
  }, [seen, setSeen, navigate]);
  return null;
}
