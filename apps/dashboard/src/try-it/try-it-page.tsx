import { Alert } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useServiceInfo } from '../api/service-info.ts';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { ClaimForm } from './claim-form.tsx';

/** Runs one match, and says first whether it is about invented people or costs money. */
export default function TryItPage() {
  const translate = useTranslate();
  const service = useServiceInfo();
  return (
    <>
      <PageTitle title={translate('tryIt.title')} intro={translate('tryIt.intro')} />
      {service === undefined ? (
        <Loading />
      ) : (
        <>
          <Alert severity={service.sandbox ? 'success' : 'warning'} sx={{ mb: 2, maxWidth: '56rem' }}>
            {translate(service.sandbox ? 'access.sandbox' : 'access.real')}
          </Alert>
          <ClaimForm personas={service.personas} />
        </>
      )}
    </>
  );
}
