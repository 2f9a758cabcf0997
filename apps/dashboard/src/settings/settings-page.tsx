import { Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import { Failure } from '../layout/failure.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { useAsked } from '../records/use-asked.ts';
import { FourEyesSection } from './four-eyes-section.tsx';
import { MasterKeysSection } from './master-keys-section.tsx';
import { ProbingSection } from './probing-section.tsx';
import type { Settings } from './settings.ts';

/** What is set for the whole service. */
export default function SettingsPage() {
  const translate = useTranslate();
  const { data, error, isPending, refetch } = useAsked<Settings>('settings');
  return (
    <>
      <PageTitle title={translate('settings.title')} intro={translate('settings.intro')} />
      {isPending ? <Loading /> : null}
      {error === null ? null : <Failure error={error} onRetry={() => void refetch()} />}
      {data === undefined ? null : (
        <Box sx={{ display: 'grid', gap: 2, maxWidth: '64rem' }}>
          <FourEyesSection settings={data} />
          <ProbingSection settings={data} />
          <MasterKeysSection />
        </Box>
      )}
    </>
  );
}
