import { Alert, Box, Button, LinearProgress, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNotify, useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { useFormat } from '../i18n/use-format.ts';

interface DemoStatus {
  readonly matches: number;
  readonly state: 'idle' | 'loading' | 'removing';
  readonly progress: { readonly done: number; readonly total: number } | null;
  readonly offered: boolean;
}

const MATCHES = 50_000;
/** Milliseconds, while it is under way. */
const AGAIN = 1_500;

/** Loads invented matches, and takes them away again. */
export function SampleData() {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ['demo'],
    queryFn: ({ signal }) => call<DemoStatus>('GET', 'demo', { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.state !== 'idle' ? AGAIN : false),
  });
  if (data === undefined || (!data.offered && data.matches === 0)) return null;
  const act = async (method: 'POST' | 'DELETE') => {
    try {
      const body = method === 'POST' ? { matches: MATCHES } : undefined;
      client.setQueryData(['demo'], await call<DemoStatus>(method, 'demo', { body }));
    } catch (error) {
      notify(error instanceof Error ? error.message : 'ra.notification.http_error', { type: 'error' });
    }
  };
  const { state, progress, matches } = data;
  return (
    <Alert severity="info" icon={false} sx={{ mt: 2, '& .MuiAlert-message': { width: '100%' } }}>
      <Typography component="h2" variant="subtitle2">
        {translate('start.sample.title')}
      </Typography>
      <Typography variant="body2" sx={{ mb: 1 }}>
        {matches > 0 && state === 'idle'
          ? translate('start.sample.there', { count: format.number(matches) })
          : translate('start.sample.intro')}
      </Typography>
      {state === 'idle' ? (
        <Button
          size="small"
          variant="outlined"
          color="inherit"
          onClick={() => void act(matches > 0 ? 'DELETE' : 'POST')}
        >
          {translate(matches > 0 ? 'start.sample.remove' : 'start.sample.load')}
        </Button>
      ) : (
        <Box role="status">
          <Typography variant="body2">
            {translate(`start.sample.${state}`, {
              done: format.number(progress?.done ?? 0),
              total: format.number(progress?.total ?? 0),
            })}
          </Typography>
          <LinearProgress
            aria-label={translate(`start.sample.${state}`, { done: '', total: '' })}
            variant={progress === null ? 'indeterminate' : 'determinate'}
            value={progress === null ? undefined : (100 * progress.done) / Math.max(1, progress.total)}
            sx={{ mt: 0.5 }}
          />
        </Box>
      )}
    </Alert>
  );
}
