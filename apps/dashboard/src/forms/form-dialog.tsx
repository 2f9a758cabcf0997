import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
} from '@mui/material';
import { useTranslate } from 'ra-core';
import { type SubmitEvent, type ReactNode, useId, useState } from 'react';
import { Failure } from '../layout/failure.tsx';
import { areAllIn, FieldProblems, problemsOf } from './field-problems.ts';
import { FormValues } from './form-values.ts';
import { isWaiting, WaitingNotice } from './waiting-notice.tsx';

export interface FormDialogProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** What the button says that does it. */
  readonly confirm: string;
  /** Whether it cannot be taken back. */
  readonly grave?: boolean;
  readonly onClose: () => void;
  /** @returns what the service answers */
  readonly onSubmit: (values: FormValues) => Promise<unknown>;
  /** What is shown of the answer; without it, the dialog closes. */
  readonly result?: (answer: never) => ReactNode;
  /** In place of what a refusal says by itself. */
  readonly refusal?: (error: unknown) => ReactNode;
  readonly children?: ReactNode;
}

/**
 * Asks for what is needed, has it done, and says how it went: with the service's words at each field, with what waits
 * for a second person, or with a result that is shown this once.
 */
export function FormDialog(props: FormDialogProps) {
  const { title, text, confirm, grave = false, onClose, onSubmit, result, refusal, children } = props;
  const translate = useTranslate();
  const titleId = useId();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<{ cause: unknown; atFields: boolean }>();
  const [answer, setAnswer] = useState<{ value: unknown }>();

  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setBusy(true);
    setError(undefined);
    try {
      const value = await onSubmit(new FormValues(form));
      if (isWaiting(value) || result !== undefined) setAnswer({ value });
      else onClose();
    } catch (cause) {
      setError({ cause, atFields: areAllIn(form, problemsOf(cause)) });
    } finally {
      setBusy(false);
    }
  };

  const ended = answer !== undefined;
  return (
    // Once there is a result, a click beside the dialog must not lose it.
    <Dialog open fullWidth maxWidth="sm" onClose={ended ? undefined : onClose} aria-labelledby={titleId}>
      <form onSubmit={(event) => void submit(event)} noValidate autoComplete="off">
        <DialogTitle id={titleId}>{title}</DialogTitle>
        <DialogContent sx={{ display: 'grid', gap: 2 }}>
          {ended ? (
            <div role="status">
              {isWaiting(answer.value) ? (
                <WaitingNotice waiting={answer.value} />
              ) : (
                result?.(answer.value as never)
              )}
            </div>
          ) : (
            <FieldProblems.Provider value={problemsOf(error?.cause)}>
              {text === undefined ? null : <DialogContentText component="div">{text}</DialogContentText>}
              {children}
              {error === undefined ? null : error.atFields ? (
                <Alert severity="error">{translate('forms.seeFields')}</Alert>
              ) : (
                (refusal?.(error.cause) ?? <Failure error={error.cause} />)
              )}
            </FieldProblems.Provider>
          )}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={onClose} variant={ended ? 'contained' : 'text'}>
            {translate(ended ? 'forms.done' : 'ra.action.cancel')}
          </Button>
          {ended ? null : (
            <Button type="submit" variant="contained" color={grave ? 'error' : 'primary'} loading={busy}>
              {confirm}
            </Button>
          )}
        </DialogActions>
      </form>
    </Dialog>
  );
}
