import PageIcon from '@mui/icons-material/DescriptionOutlined';
import FileIcon from '@mui/icons-material/FileDownloadOutlined';
import { Box, Button, Typography } from '@mui/material';
import { useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import { send } from '../api/call.ts';
import { saveBlob } from '../api/save-as.ts';
import { LANGUAGES, type Language } from '../i18n/languages.ts';
import type { MadeReport } from './subject-report.ts';

/** The report as files, in the language of whoever gets it. Their names say nothing of the person. */
export function ReportFiles({ wanted, report }: MadeReport) {
  const translate = useTranslate();
  const notify = useNotify();
  const [busy, setBusy] = useState<Language>();
  const nameOf = (end: string) => `personal-data-${report.generatedAt.slice(0, 10)}${end}`;
  const takePage = async (language: Language) => {
    setBusy(language);
    try {
      const answer = await send('POST', 'subject-reports', {
        body: { ...wanted, language, format: 'html' },
      });
      saveBlob(await answer.blob(), nameOf(`-${language}.html`));
    } catch (error) {
      notify(error instanceof Error ? error.message : 'ra.notification.http_error', { type: 'error' });
    } finally {
      setBusy(undefined);
    }
  };
  const takeData = () =>
    saveBlob(new Blob([JSON.stringify(report, null, 2)], { type: 'application/json' }), nameOf('.json'));
  return (
    <Box sx={{ mt: 2 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {LANGUAGES.map((language) => (
          <Button
            key={language}
            size="small"
            variant="outlined"
            startIcon={<PageIcon />}
            loading={busy === language}
            onClick={() => void takePage(language)}
          >
            {translate(`erasures.page.${language}`)}
          </Button>
        ))}
        <Button size="small" variant="outlined" startIcon={<FileIcon />} onClick={takeData}>
          JSON
        </Button>
      </Box>
      <Typography variant="caption" component="p" color="textSecondary" sx={{ mt: 1 }}>
        {translate('subjectReports.handOver')}
      </Typography>
    </Box>
  );
}
