import { useRedirect } from 'ra-core';
import { useState } from 'react';
import { call } from '../api/call.ts';
import type { Match } from '../matches/match.ts';
import { type Claim, newIdempotencyKey, requestOf } from './claim.ts';

/** Runs a match and goes to its page; what the service refuses stays here. */
export function useRunMatch() {
  const redirect = useRedirect();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const run = async (claim: Claim) => {
    setBusy(true);
    setError(undefined);
    try {
      const match = await call<Match>('POST', 'matches', {
        body: requestOf(claim, `${location.origin}/`),
        headers: { 'idempotency-key': newIdempotencyKey() },
      });
      redirect('show', 'matches', match.id);
    } catch (refusal) {
      setError(refusal);
      setBusy(false);
    }
  };

  return { run, busy, error };
}
