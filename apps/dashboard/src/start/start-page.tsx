import { Card, CardContent } from '@mui/material';
import { useTranslate } from 'ra-core';
import { PageTitle } from '../layout/page-title.tsx';
import { Guide } from './guide.tsx';

/** The guided start, whenever somebody wants it. */
export default function StartPage() {
  const translate = useTranslate();
  return (
    <>
      <PageTitle title={translate('start.title')} intro={translate('start.intro')} />
      <Card sx={{ maxWidth: '56rem' }}>
        <CardContent>
          <Guide />
        </CardContent>
      </Card>
    </>
  );
}
