import { Alert, Box, Button, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { useFormat } from '../i18n/use-format.ts';
import { isIncluded, type ProvenEvent } from './inclusion.ts';

interface Evidence {
  readonly checkpoint: string | null;
  readonly items: readonly ProvenEvent[];
}

interface Result {
  readonly proven: number;
  readonly wrong: number;
  readonly pending: number;
}

/** Checks the proofs of one match in this browser, and says how to check the whole log without us. */
export function ProofCheck({ matchId }: { readonly matchId: string | undefined }) {
  const translate = useTranslate();
  const format = useFormat();
  const [result, setResult] = useState<Result | 'failed' | null>(null);
  const [busy, setBusy] = useState(false);
  const check = async () => {
    setBusy(true);
    try {
      const { checkpoint, items } = await call<Evidence>('GET', `evidence/matches/${matchId ?? ''}`);
      const logged = items.filter(({ pending }) => !pending);
      const answers = await Promise.all(logged.map((event) => isIncluded(event, checkpoint ?? '')));
      const proven = answers.filter(Boolean).length;
      setResult({ proven, wrong: logged.length - proven, pending: items.length - logged.length });
    } catch {
      setResult('failed');
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Box sx={{ my: 1 }}>
        <Button
          variant="outlined"
          size="small"
          disabled={busy || matchId === undefined}
          onClick={() => void check()}
        >
          {translate('start.verify.here')}
        </Button>
      </Box>
      <Box role="status">
        {result === null ? null : result === 'failed' ? (
          <Alert severity="warning">{translate('start.verify.failed')}</Alert>
        ) : (
          <Alert severity={result.wrong > 0 ? 'error' : result.proven === 0 ? 'info' : 'success'}>
            {translate(
              result.wrong > 0
                ? 'start.verify.wrong'
                : result.proven === 0
                  ? 'start.verify.pending'
                  : 'start.verify.proven',
              { smart_count: result.proven, count: format.number(result.proven) },
            )}
            {result.proven > 0 && result.pending > 0
              ? ` ${translate('start.verify.more', { smart_count: result.pending, count: format.number(result.pending) })}`
              : null}
          </Alert>
        )}
      </Box>
      <Typography variant="body2" sx={{ mt: 1 }}>
        {translate('start.verify.command')}
      </Typography>
      <Box
        component="pre"
        tabIndex={0}
        aria-label={translate('start.verify.label')}
        sx={{
          ...{ m: 0, mt: 0.5, p: 1, borderRadius: 1, bgcolor: 'action.hover' },
          ...{ fontSize: '0.8rem', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
        }}
      >
        {commandsOf(location.origin)}
      </Box>
    </>
  );
}

const commandsOf = (origin: string) =>
  [
    `curl -s ${origin}/api/v1/evidence/key > key`,
    `DQE_VERIFY_TOKEN=$KEY npx dqe-verify ${origin}/api/v1/evidence/log --key key`,
  ].join('\n');
