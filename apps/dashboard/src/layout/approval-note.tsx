import { Alert, Button } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import type { OwnApproval } from '../access/own-approval.ts';
import { Failure } from './failure.tsx';
import { Time } from './time.tsx';

export interface ApprovalNoteProps {
  readonly approval: OwnApproval;
  /** What the button says, once it is approved. */
  readonly use: string;
  /** Does it. */
  readonly onUse: () => Promise<void>;
}

/** That a second person has to approve, or has: then it can be done, once. */
export function ApprovalNote({ approval, use, onUse }: ApprovalNoteProps) {
  const translate = useTranslate();
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  if (approval.status === 'pending') {
    return (
      <Alert severity="info" sx={{ mb: 1.5 }}>
        {translate('layout.approval.waiting')} <Time at={approval.requestedAt} />
      </Alert>
    );
  }
  const run = async () => {
    setBusy(true);
    try {
      await onUse();
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
      await client.invalidateQueries({ queryKey: ['approvals'] });
    }
  };
  return (
    <Alert
      severity="success"
      sx={{ mb: 1.5 }}
      action={
        <Button color="inherit" size="small" loading={busy} onClick={() => void run()}>
          {use}
        </Button>
      }
    >
      {translate('layout.approval.given')}
      {error === undefined ? null : <Failure error={error} />}
    </Alert>
  );
}
