import CheckIcon from '@mui/icons-material/PlaylistAddCheckOutlined';
import { Box, Button } from '@mui/material';
import { useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { useFormat } from '../i18n/use-format.ts';
import { PageTitle } from '../layout/page-title.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import { CheckpointSection } from './checkpoint-section.tsx';
import { ChecksSection } from './checks-section.tsx';
import type { EvidenceCheck } from './evidence-check.ts';

/** How the log that proves itself stands: its head, and what the service found when it verified it. */
export default function EvidencePage() {
  const translate = useTranslate();
  const notify = useNotify();
  const format = useFormat();
  const askAnew = useAskAnew('evidence/checks');
  const [busy, setBusy] = useState(false);

  const check = async () => {
    setBusy(true);
    try {
      const { startedAt } = await call<EvidenceCheck>('POST', 'evidence/checks');
      notify(translate('evidence.started', { at: format.dateTime(startedAt) }), { type: 'info' });
      await askAnew();
    } catch (error) {
      notify(error instanceof Error ? error.message : String(error), { type: 'error' });
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <PageTitle
        title={translate('evidence.title')}
        intro={translate('evidence.intro')}
        actions={
          <Button variant="contained" startIcon={<CheckIcon />} loading={busy} onClick={() => void check()}>
            {translate('evidence.check')}
          </Button>
        }
      />
      <Box sx={{ display: 'grid', gap: 2 }}>
        <CheckpointSection />
        <ChecksSection />
      </Box>
    </>
  );
}
