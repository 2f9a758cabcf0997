import CsvIcon from '@mui/icons-material/FileDownloadOutlined';
import PdfIcon from '@mui/icons-material/PictureAsPdfOutlined';
import { Box, Button, LinearProgress, Typography } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLocale, useNotify, useTranslate } from 'ra-core';
import { useDeferredValue, useState } from 'react';
import { call } from '../api/call.ts';
import { saveAs } from '../api/save-as.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Failure } from '../layout/failure.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Section } from '../layout/section.tsx';
import { periodOf } from '../overview/periods.ts';
import { MonthlySection } from './monthly-section.tsx';
import { ReportFilters } from './report-filters.tsx';
import { ReportResult } from './report-result.tsx';
import { type Asked, queryOf, type Report } from './report.ts';
import { SchedulesSection } from './schedules-section.tsx';

export default function ReportsPage() {
  const translate = useTranslate();
  const format = useFormat();
  const notify = useNotify();
  const language = useLocale();
  const [asked, setAsked] = useState<Asked>(() => ({
    ...{ report: 'volumes', interval: 'day', groupBy: [], filters: {} },
    ...periodOf('month', Date.now()),
  }));
  // While somebody types, what was asked for before stays.
  const wanted = useDeferredValue(asked);
  const query = { ...queryOf(wanted), language };
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['reports', wanted.report, query],
    queryFn: ({ signal }) => call<Report>('GET', `reports/${wanted.report}`, { query, signal }),
    placeholderData: keepPreviousData,
  });
  const download = (kind: 'csv' | 'pdf') =>
    saveAs(`reports/${asked.report}`, `${asked.report}.${kind}`, {
      query: { ...queryOf(asked), language, format: kind },
    }).catch((failure: unknown) =>
      notify(failure instanceof Error ? failure.message : '', { type: 'error' }),
    );
  return (
    <>
      <PageTitle title={translate('reports.title')} intro={translate('reports.intro')} />
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)' }}>
        <Section
          title={translate('reports.make')}
          actions={
            <Box sx={{ display: 'flex', gap: 1 }}>
              <Button size="small" startIcon={<CsvIcon />} onClick={() => void download('csv')}>
                CSV
              </Button>
              <Button size="small" startIcon={<PdfIcon />} onClick={() => void download('pdf')}>
                PDF
              </Button>
            </Box>
          }
        >
          <ReportFilters asked={asked} onChange={setAsked} />
        </Section>
        <Box sx={{ height: 4 }}>
          {isFetching ? <LinearProgress aria-label={translate('ra.page.loading')} /> : null}
        </Box>
        {error === null ? null : <Failure error={error} onRetry={() => void refetch()} />}
        {data === undefined || error !== null ? null : (
          <>
            <ReportResult report={data} />
            <Typography variant="caption" color="textSecondary">
              {translate('reports.asOf', { time: format.dateTime(data.generatedAt) })}
            </Typography>
          </>
        )}
        <MonthlySection />
        <SchedulesSection />
      </Box>
    </>
  );
}
