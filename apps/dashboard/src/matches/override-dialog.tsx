import { MenuItem, TextField } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { ReasonDialog } from '../layout/reason-dialog.tsx';
import { type Match, VERDICTS, verdictThatHolds } from './match.ts';
import { override } from './override.ts';
import { isPending } from './reveal.ts';
import { useRefreshMatch } from './use-match.ts';

/** Another verdict in place of the one that holds, and why. */
export function OverrideDialog({ match, onClose }: { readonly match: Match; readonly onClose: () => void }) {
  const translate = useTranslate();
  const refresh = useRefreshMatch(match.id);
  const others = VERDICTS.filter((each) => each !== verdictThatHolds(match));
  const [verdict, setVerdict] = useState<string>(others[0] ?? '');

  const put = async (reason: string) => {
    const answer = await override(match.id, { verdict, reason });
    await refresh();
    return isPending(answer);
  };

  return (
    <ReasonDialog
      title={translate('matches.override.title')}
      text={translate('matches.override.text')}
      confirm={translate('matches.override.button')}
      {...{ onClose, onConfirm: put }}
    >
      <TextField
        select
        fullWidth
        label={translate('matches.override.verdict')}
        value={verdict}
        onChange={({ target }) => setVerdict(target.value)}
      >
        {others.map((each) => (
          <MenuItem key={each} value={each}>
            {translate(`matches.verdicts.${each}`)}
          </MenuItem>
        ))}
      </TextField>
    </ReasonDialog>
  );
}
