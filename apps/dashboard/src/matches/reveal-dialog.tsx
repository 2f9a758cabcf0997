import { Checkbox, FormControl, FormControlLabel, FormGroup, FormLabel } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { ReasonDialog } from '../layout/reason-dialog.tsx';
import type { Match } from './match.ts';
import { isPending, reveal, REVEAL_FIELDS, type Revealed } from './reveal.ts';
import { useRefreshMatch } from './use-match.ts';

export interface RevealDialogProps {
  readonly match: Match;
  readonly onClose: () => void;
  readonly onRevealed: (revealed: Revealed) => void;
}

/** Which fields, and why. */
export function RevealDialog({ match, onClose, onRevealed }: RevealDialogProps) {
  const translate = useTranslate();
  const refresh = useRefreshMatch(match.id);
  const [fields, setFields] = useState<readonly string[]>(['number', 'firstName', 'lastName']);

  const show = async (reason: string) => {
    const answer = await reveal(match.id, { reason, fields });
    await refresh();
    if (isPending(answer)) return true;
    onRevealed(answer);
    return false;
  };

  return (
    <ReasonDialog
      title={translate('matches.reveal.title')}
      text={translate('matches.reveal.ask')}
      confirm={translate('matches.reveal.show')}
      {...{ onClose, onConfirm: show }}
    >
      <FormControl component="fieldset" variant="standard">
        <FormLabel component="legend">{translate('matches.reveal.fields')}</FormLabel>
        <FormGroup row>
          {REVEAL_FIELDS.map((field) => (
            <FormControlLabel
              key={field}
              label={translate(`matches.identity.${field}`)}
              control={
                <Checkbox
                  size="small"
                  checked={fields.includes(field)}
                  onChange={(_, checked) =>
                    setFields(
                      REVEAL_FIELDS.filter((each) => (each === field ? checked : fields.includes(each))),
                    )
                  }
                />
              }
            />
          ))}
        </FormGroup>
      </FormControl>
    </ReasonDialog>
  );
}
