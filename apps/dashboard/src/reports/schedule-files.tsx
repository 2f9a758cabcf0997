import { Box, Button, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useNotify, useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { saveAs } from '../api/save-as.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Failure } from '../layout/failure.tsx';

interface File {
  readonly id: string;
  readonly name: string;
  readonly format: string;
  readonly from: string;
  readonly size: number;
}

/** What shows at first. */
const SHOWN = 12;

/** What a schedule has made, to be downloaded. */
export function ScheduleFiles({ scheduleId, name }: { readonly scheduleId: string; readonly name: string }) {
  const translate = useTranslate();
  const notify = useNotify();
  const format = useFormat();
  const path = `reports/schedules/${scheduleId}/files`;
  const { data, error } = useQuery({
    queryKey: ['reports', 'files', scheduleId],
    queryFn: ({ signal }) => call<{ items: readonly File[] }>('GET', path, { signal }),
  });
  if (error !== null) return <Failure error={error} />;
  if (data?.items.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        {translate('reports.noFiles')}
      </Typography>
    );
  }
  const download = (file: File) =>
    saveAs(`${path}/${file.id}`, file.name).catch((failure: unknown) =>
      notify(failure instanceof Error ? failure.message : '', { type: 'error' }),
    );
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5, mt: 0.5 }}>
      {data?.items.slice(0, SHOWN).map((file) => (
        <Button
          key={file.id}
          size="small"
          aria-label={`${name}, ${format.date(file.from)}, ${file.format.toUpperCase()}`}
          onClick={() => void download(file)}
        >
          {format.date(file.from)} · {file.format.toUpperCase()}
        </Button>
      ))}
    </Box>
  );
}
