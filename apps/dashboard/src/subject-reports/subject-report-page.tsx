import { Box } from '@mui/material';
import { useLocale, useTranslate } from 'ra-core';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { PersonSearch } from '../forms/person-search.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { ReportView } from './report-view.tsx';
import type { MadeReport, SubjectReport, Wanted } from './subject-report.ts';

/** Answers whoever asks what is held on them. The number is sent, and nowhere kept; that it was asked is on record. */
export default function SubjectReportPage() {
  const translate = useTranslate();
  const language = useLocale();
  const [made, setMade] = useState<MadeReport>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);

  const make = async (wanted: Wanted) => {
    setBusy(true);
    setError(undefined);
    setMade(undefined);
    try {
      const report = await call<SubjectReport>('POST', 'subject-reports', { body: { ...wanted, language } });
      setMade({ wanted, report });
    } catch (refusal) {
      setError(refusal);
    } finally {
      setBusy(false);
    }
  };
  // Half of its words are the service's: in another language it has to be made anew.
  const shown = made?.report.language === language ? made : undefined;
  return (
    <>
      <PageTitle title={translate('subjectReports.title')} intro={translate('subjectReports.intro')} />
      <Box sx={{ display: 'grid', gap: 2, maxWidth: '64rem' }}>
        <PersonSearch
          title={translate('subjectReports.whom')}
          action={translate('subjectReports.make')}
          numberHint={translate('subjectReports.numberHint')}
          busy={busy}
          error={error}
          onSearch={(wanted) => void make(wanted)}
        />
        <Box role="status" sx={{ '&:empty': { display: 'none' } }}>
          {shown === undefined
            ? null
            : translate(shown.report.held ? 'subjectReports.below' : 'subjectReports.nothing')}
        </Box>
        {shown === undefined ? null : <ReportView {...shown} />}
      </Box>
    </>
  );
}
