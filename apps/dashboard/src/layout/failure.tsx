import { Alert, Button, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { ApiProblem } from '../api/api-problem.ts';

export interface FailureProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, in words; and for support, the number of the request. */
export function Failure({ error, onRetry }: FailureProps) {
  const translate = useTranslate();
  const { code, requestId } = error instanceof ApiProblem ? error : { code: null, requestId: null };
  return (
    <Alert
      severity="error"
      role="alert"
      action={
        onRetry === undefined ? undefined : (
          <Button color="inherit" size="small" onClick={onRetry}>
            {translate('layout.error.again')}
          </Button>
        )
      }
    >
      <Typography variant="body2" sx={{ whiteSpace: 'pre-line' }}>
        {error instanceof Error ? error.message : String(error)}
      </Typography>
      {requestId === null ? null : (
        <Typography variant="caption" component="p" sx={{ overflowWrap: 'anywhere' }}>
          {translate('layout.error.details')}: {code} · {translate('layout.error.request')} {requestId}
        </Typography>
      )}
    </Alert>
  );
}
