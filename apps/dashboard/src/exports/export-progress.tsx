import { Box, LinearProgress, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { StateChip } from '../records/state-chip.tsx';
import { type ExportJob, type ExportStatus, isUnderWay } from './export-job.ts';

const TONES = {
  queued: 'waiting',
  running: 'waiting',
  completed: 'good',
  failed: 'bad',
  cancelled: 'plain',
  expired: 'plain',
} as const satisfies Record<ExportStatus, unknown>;

/** How far it is: as a bar while it is written, then what it came to. */
export function ExportProgress({ job }: { readonly job: ExportJob }) {
  const translate = useTranslate();
  const format = useFormat();
  const { status, rows, done, failure, bytes } = job;
  const share = rows === null || rows === 0 ? undefined : Math.min(100, (done / rows) * 100);
  return (
    <Box sx={{ minWidth: '9rem' }}>
      <StateChip label={translate(`exports.statuses.${status}`)} tone={TONES[status]} />
      {isUnderWay(job) ? (
        <LinearProgress
          aria-label={translate('exports.progress')}
          variant={share === undefined ? 'indeterminate' : 'determinate'}
          value={share}
          sx={{ my: 0.75 }}
        />
      ) : null}
      <Typography variant="caption" color="textSecondary" component="p">
        {rows === null
          ? null
          : translate('exports.rows', { done: format.number(done), rows: format.number(rows) })}
        {bytes === null || status !== 'completed' ? null : ` · ${format.number(Math.ceil(bytes / 1024))} KiB`}
        {failure === null ? null : ` · ${failure}`}
      </Typography>
    </Box>
  );
}
