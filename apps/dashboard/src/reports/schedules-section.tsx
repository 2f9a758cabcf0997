import EndIcon from '@mui/icons-material/StopCircleOutlined';
import { Box, Button, Chip, MenuItem, TextField, Typography } from '@mui/material';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useLocale, useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import { usePermitted } from '../access/use-permitted.ts';
import { call } from '../api/call.ts';
import { Failure } from '../layout/failure.tsx';
import { Section } from '../layout/section.tsx';
import { ScheduleFiles } from './schedule-files.tsx';

export interface Schedule {
  readonly id: string;
  readonly report: string;
  readonly every: 'day' | 'week' | 'month';
  readonly formats: readonly string[];
  readonly language: string;
  readonly endedAt: string | null;
}

const OFFERED = [
  'monthly',
  'volumes',
  'operators',
  'latency',
  'errors',
  'consent',
  'fields',
  'lifecycle',
] as const;
const EVERY = ['day', 'week', 'month'] as const;
const KEY = ['reports', 'schedules'];

/** Reports that are made by themselves, and what they have made. */
export function SchedulesSection() {
  const translate = useTranslate();
  const notify = useNotify();
  const queries = useQueryClient();
  const manages = usePermitted('settings:manage');
  const { data, error } = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) =>
      call<{ items: readonly Schedule[] }>('GET', 'reports/schedules', { query: { limit: 100 }, signal }),
  });
  const act = async (work: () => Promise<unknown>) => {
    try {
      await work();
      await queries.invalidateQueries({ queryKey: KEY });
    } catch (failure) {
      notify(failure instanceof Error ? failure.message : '', { type: 'error' });
    }
  };
  return (
    <Section title={translate('reports.schedules')}>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
        {translate('reports.schedulesIntro')}
      </Typography>
      {error === null ? null : <Failure error={error} />}
      {manages ? (
        <NewSchedule onCreate={(body) => act(() => call('POST', 'reports/schedules', { body }))} />
      ) : null}
      {data?.items.length === 0 ? (
        <Typography variant="body2">{translate('reports.noSchedules')}</Typography>
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.5 }}>
          {data?.items.map((schedule) => {
            const name = `${translate(`reports.names.${schedule.report}`)} · ${translate(`reports.every.${schedule.every}`)}`;
            return (
              <Box component="li" key={schedule.id} sx={{ borderTop: 1, borderColor: 'divider', pt: 1.5 }}>
                <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
                  <Typography sx={{ fontWeight: 600 }}>{name}</Typography>
                  {[...schedule.formats, schedule.language].map((each) => (
                    <Chip key={each} size="small" variant="outlined" label={each.toUpperCase()} />
                  ))}
                  {schedule.endedAt === null ? null : (
                    <Chip size="small" label={translate('reports.ended')} />
                  )}
                  {manages && schedule.endedAt === null ? (
                    <Button
                      size="small"
                      color="inherit"
                      startIcon={<EndIcon />}
                      aria-label={`${translate('reports.end')}: ${name}`}
                      onClick={() => void act(() => call('DELETE', `reports/schedules/${schedule.id}`))}
                    >
                      {translate('reports.end')}
                    </Button>
                  ) : null}
                </Box>
                <ScheduleFiles scheduleId={schedule.id} name={name} />
              </Box>
            );
          })}
        </Box>
      )}
    </Section>
  );
}

function NewSchedule({ onCreate }: { readonly onCreate: (body: object) => Promise<void> }) {
  const translate = useTranslate();
  const language = useLocale();
  const [report, setReport] = useState<string>('monthly');
  const [every, setEvery] = useState<string>('month');
  const monthly = report === 'monthly';
  const formats = ['pdf', 'csv', ...(monthly ? ['html'] : [])];
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', mb: 2 }}>
      <TextField
        size="small"
        select
        label={translate('reports.report')}
        value={report}
        fullWidth={false}
        sx={{ minWidth: 180 }}
        onChange={({ target }) => {
          setReport(target.value);
          if (target.value === 'monthly') setEvery('month');
        }}
      >
        {OFFERED.map((name) => (
          <MenuItem key={name} value={name}>
            {translate(`reports.names.${name}`)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        size="small"
        select
        label={translate('reports.interval')}
        value={every}
        disabled={monthly}
        fullWidth={false}
        sx={{ minWidth: 140 }}
        onChange={({ target }) => setEvery(target.value)}
      >
        {EVERY.map((each) => (
          <MenuItem key={each} value={each}>
            {translate(`reports.every.${each}`)}
          </MenuItem>
        ))}
      </TextField>
      <Button variant="outlined" onClick={() => void onCreate({ report, every, formats, language })}>
        {translate('reports.addSchedule')}
      </Button>
    </Box>
  );
}
