import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { useListContext, useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import { Button } from 'react-admin';
import type { Query } from '../api/call.ts';
import { saveAs } from '../api/save-as.ts';

/** What the list is narrowed to, as CSV: all of it, masked. */
export function ExportMatchesButton() {
  const translate = useTranslate();
  const notify = useNotify();
  const { filterValues } = useListContext();
  const [busy, setBusy] = useState(false);

  const download = async () => {
    setBusy(true);
    try {
      const query = { ...(filterValues as Query), format: 'csv' };
      await saveAs('exports/matches', 'matches.csv', { query });
    } catch (error) {
      notify(error instanceof Error ? error.message : 'ra.notification.http_error', { type: 'error' });
    } finally {
      setBusy(false);
    }
  };

  return (
    <Button label={translate('matches.exportCsv')} disabled={busy} onClick={() => void download()}>
      <DownloadIcon />
    </Button>
  );
}
