import { Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { usePermitted } from '../access/use-permitted.ts';
import { call } from '../api/call.ts';
import { ReasonDialog } from '../layout/reason-dialog.tsx';
import type { Match } from './match.ts';
import { OverrideDialog } from './override-dialog.tsx';
import { useRefreshMatch } from './use-match.ts';

/** What may be done about a verdict: contest it for the person concerned, or put another in its place. */
export function DecisionButtons({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const may = usePermitted('matches:review');
  const refresh = useRefreshMatch(match.id);
  const [open, setOpen] = useState<'contest' | 'override'>();
  if (!may || match.verdict === null) return null;

  const close = () => setOpen(undefined);
  const contest = async (reason: string) => {
    await call('POST', `matches/${match.id}/contest`, { body: { reason } });
    await refresh();
    return false;
  };

  return (
    <>
      {match.review?.state === 'open' ? null : (
        <Button variant="outlined" onClick={() => setOpen('contest')}>
          {translate('matches.contest.button')}
        </Button>
      )}
      <Button variant="outlined" onClick={() => setOpen('override')}>
        {translate('matches.override.button')}
      </Button>
      {open === 'contest' ? (
        <ReasonDialog
          title={translate('matches.contest.title')}
          text={translate('matches.contest.text')}
          confirm={translate('matches.contest.button')}
          onClose={close}
          onConfirm={contest}
        />
      ) : null}
      {open === 'override' ? <OverrideDialog match={match} onClose={close} /> : null}
    </>
  );
}
