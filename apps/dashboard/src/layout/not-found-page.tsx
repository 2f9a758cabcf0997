import { Box, Button, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import { PageTitle } from './page-title.tsx';

/** What is not there, and what is not for whoever asks: nobody is told which. */
export function NotFoundPage() {
  const translate = useTranslate();
  return (
    <Box sx={{ p: { xs: 2, md: 4 }, maxWidth: '42rem' }}>
      <PageTitle title={translate('layout.notFound.title')} />
      <Typography sx={{ mb: 2 }}>{translate('layout.notFound.text')}</Typography>
      <Button component={Link} to="/" variant="contained">
        {translate('layout.notFound.home')}
      </Button>
    </Box>
  );
}
