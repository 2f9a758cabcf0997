import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  TextField,
} from '@mui/material';
import { useTranslate } from 'ra-core';
import { type ReactNode, type SubmitEvent, useId, useState } from 'react';
import { Failure } from './failure.tsx';
import { textIn } from './text-in.ts';

export interface ReasonDialogProps {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly onClose: () => void;
  /** What is done with the reason. Gives true where a second person has to approve it first. */
  readonly onConfirm: (reason: string) => Promise<boolean>;
  /** Further fields, above the reason. */
  readonly children?: ReactNode;
}

/** Asks why, before something is done that stays on record with its reason. */
export function ReasonDialog({ title, text, confirm, onClose, onConfirm, children }: ReasonDialogProps) {
  const translate = useTranslate();
  const titleId = useId();
  const [state, setState] = useState<'asking' | 'busy' | 'pending'>('asking');
  const [error, setError] = useState<unknown>();

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const reason = textIn(event.currentTarget, 'reason');
    setState('busy');
    setError(undefined);
    try {
      if (await onConfirm(reason)) setState('pending');
      else onClose();
    } catch (refusal) {
      setError(refusal);
      setState('asking');
    }
  };

  return (
    <Dialog open fullWidth maxWidth="sm" onClose={onClose} aria-labelledby={titleId}>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <DialogTitle id={titleId}>{title}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          {state === 'pending' ? (
            <Alert severity="info">{translate('layout.reason.pending')}</Alert>
          ) : (
            <>
              <DialogContentText>{text}</DialogContentText>
              {children}
              <TextField
                name="reason"
                label={translate('layout.reason.label')}
                helperText={translate('layout.reason.hint')}
                multiline
                minRows={2}
                fullWidth
                autoFocus
                required
              />
              {error === undefined ? null : <Failure error={error} />}
            </>
          )}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={onClose}>
            {translate(state === 'pending' ? 'ra.action.close' : 'ra.action.cancel')}
          </Button>
          {state === 'pending' ? null : (
            <Button type="submit" variant="contained" loading={state === 'busy'}>
              {confirm}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}
