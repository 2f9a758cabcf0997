import { Box, Button } from '@mui/material';
import { useLocale, useTranslate } from 'ra-core';
import { type SubmitEvent, useState } from 'react';
import { call } from '../api/call.ts';
import { FieldProblems, problemsOf } from '../forms/field-problems.ts';
import { FormField } from '../forms/form-field.tsx';
import { FormValues } from '../forms/form-values.ts';
import { Failure } from '../layout/failure.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Section } from '../layout/section.tsx';
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
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormValues(event.currentTarget);
    void make({ number: values.text('number') ?? '', country: values.text('country') });
  };
  // Half of its words are the service's: in another language it has to be made anew.
  const shown = made?.report.language === language ? made : undefined;
  const problems = problemsOf(error);
  return (
    <>
      <PageTitle title={translate('subjectReports.title')} intro={translate('subjectReports.intro')} />
      <Box sx={{ display: 'grid', gap: 2, maxWidth: '64rem' }}>
        <Section title={translate('subjectReports.whom')}>
          <FieldProblems.Provider value={problems}>
            <Box
              component="form"
              noValidate
              autoComplete="off"
              onSubmit={submit}
              sx={{
                display: 'grid',
                gap: 2,
                alignItems: 'start',
                gridTemplateColumns: { sm: '2fr 1fr auto' },
              }}
            >
              <FormField
                name="number"
                type="tel"
                label={translate('erasures.number')}
                hint={translate('subjectReports.numberHint')}
                required
              />
              <FormField
                name="country"
                label={translate('erasures.country')}
                hint={translate('erasures.countryHint')}
              />
              <Button type="submit" variant="contained" loading={busy}>
                {translate('subjectReports.make')}
              </Button>
            </Box>
          </FieldProblems.Provider>
          {error === undefined || Object.keys(problems).length > 0 ? null : <Failure error={error} />}
        </Section>
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
