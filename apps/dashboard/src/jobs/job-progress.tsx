import { Box, LinearProgress, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import type { Job } from './job.ts';

/** How far it is: as a bar while it runs, in figures where they are known; and why it failed. */
export function JobProgress({ job: { kind, state, progress, failure } }: { readonly job: Job }) {
  const translate = useTranslate();
  const format = useFormat();
  const figures =
    progress === null
      ? null
      : translate('jobs.done', { done: format.number(progress.done), total: format.number(progress.total) });
  return (
    <Box>
      {state === 'running' ? (
        <LinearProgress
          aria-label={translate('jobs.progressOf', { kind: translate(`jobs.kinds.${kind}`, { _: kind }) })}
          {...(progress === null || progress.total === 0
            ? { variant: 'indeterminate' as const }
            : {
                variant: 'determinate' as const,
                value: Math.min(100, (100 * progress.done) / progress.total),
              })}
        />
      ) : null}
      {figures === null ? null : (
        <Typography variant="caption" color="textSecondary">
          {figures}
        </Typography>
      )}
      {failure === null ? null : (
        <Typography variant="caption" color="error" component="div">
          {translate(`jobs.failures.${failure}`, { _: failure })}
        </Typography>
      )}
    </Box>
  );
}
