import { Button } from '@mui/material';
import { useNotify } from 'ra-core';
import { type ReactNode, useState } from 'react';
import { addressOf, type Query } from '../api/call.ts';
import { apiKey } from '../api/credentials.ts';
import { saveAs } from '../api/save-as.ts';

export interface FileButtonProps {
  /** Path below /api/v1/. */
  readonly path: string;
  readonly query?: Query;
  /** What the file is called. */
  readonly name: string;
  readonly icon?: ReactNode;
  /** Whether it is a page to be read rather than a file to be kept. */
  readonly isPage?: boolean;
  readonly children: ReactNode;
}

/** A file of the service. The browser takes it by itself; with a key, which no link can carry, we take it first. */
export function FileButton({ path, query, name, icon, isPage = false, children }: FileButtonProps) {
  const notify = useNotify();
  const [busy, setBusy] = useState(false);
  if (apiKey() === null) {
    const how = isPage ? { target: '_blank', rel: 'noreferrer' } : { download: name };
    return (
      <Button size="small" startIcon={icon} href={addressOf(path, query)} {...how}>
        {children}
      </Button>
    );
  }
  const take = async () => {
    setBusy(true);
    await saveAs(path, name, { query }).catch((error: unknown) =>
      notify(error instanceof Error ? error.message : String(error), { type: 'error' }),
    );
    setBusy(false);
  };
  return (
    <Button size="small" startIcon={icon} loading={busy} onClick={() => void take()}>
      {children}
    </Button>
  );
}
