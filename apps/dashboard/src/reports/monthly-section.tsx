import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Box, Button, TextField, Typography } from '@mui/material';
import { useLocale, useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import { saveAs } from '../api/save-as.ts';
import { Section } from '../layout/section.tsx';

const FORMATS = ['pdf', 'html', 'csv'] as const;

/** The compliance report of a month, by one click. */
export function MonthlySection() {
  const translate = useTranslate();
  const notify = useNotify();
  const language = useLocale();
  const [month, setMonth] = useState(lastMonth);
  const download = (format: (typeof FORMATS)[number]) =>
    saveAs(`reports/monthly/${month}`, `report-monthly-${month}.${format}`, {
      query: { format, language },
    }).catch((error: unknown) => notify(error instanceof Error ? error.message : '', { type: 'error' }));
  return (
    <Section title={translate('reports.monthly')}>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
        {translate('reports.monthlyIntro')}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <TextField
          size="small"
          type="month"
          fullWidth={false}
          label={translate('reports.month')}
          value={month}
          onChange={({ target }) => setMonth(target.value)}
          slotProps={{ inputLabel: { shrink: true } }}
        />
        {FORMATS.map((format) => (
          <Button
            key={format}
            variant={format === 'pdf' ? 'contained' : 'outlined'}
            disabled={month === ''}
            startIcon={<DownloadIcon />}
            onClick={() => void download(format)}
          >
            {format.toUpperCase()}
          </Button>
        ))}
      </Box>
    </Section>
  );
}

function lastMonth(): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7);
}
