import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Box, Button, ToggleButton, ToggleButtonGroup, Typography } from '@mui/material';
import { useLocale, useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import { saveAs } from '../api/save-as.ts';
import { Section } from '../layout/section.tsx';
import type { Match } from './match.ts';

const LANGUAGES = [
  ['en', 'English'],
  ['fr', 'Français'],
] as const;

/** The match in plain words, to be handed out; in the language of who gets it, not of who looks. */
export function SheetSection({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const notify = useNotify();
  const [language, setLanguage] = useState(useLocale() === 'fr' ? 'fr' : 'en');
  const [busy, setBusy] = useState(false);
  const download = async (format: 'pdf' | 'html') => {
    setBusy(true);
    try {
      const query = { format, language };
      await saveAs(`matches/${match.id}/explanation`, `explanation-${match.id}-${language}.${format}`, {
        query,
      });
    } catch (error) {
      notify(error instanceof Error ? error.message : 'ra.notification.http_error', { type: 'error' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section title={translate('live.sheet.title')}>
      <Typography variant="body2" sx={{ mb: 1.5 }}>
        {translate('live.sheet.intro')}
      </Typography>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
        <ToggleButtonGroup
          size="small"
          exclusive
          value={language}
          aria-label={translate('live.sheet.language')}
          onChange={(_event, chosen: string | null) => {
            if (chosen !== null) setLanguage(chosen);
          }}
        >
          {LANGUAGES.map(([code, name]) => (
            <ToggleButton key={code} value={code} lang={code} sx={{ textTransform: 'none', py: 0.4 }}>
              {name}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        {(['pdf', 'html'] as const).map((format) => (
          <Button
            key={format}
            size="small"
            variant="outlined"
            startIcon={<DownloadIcon />}
            disabled={busy}
            onClick={() => void download(format)}
          >
            {translate(format === 'pdf' ? 'live.sheet.pdf' : 'live.sheet.page')}
          </Button>
        ))}
      </Box>
    </Section>
  );
}
