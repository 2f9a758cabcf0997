import { Alert, Box, Button, Card, CardContent, Divider, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useEffect } from 'react';
import { useLocation } from 'react-router-dom';
import { goOnAfterSignIn } from '../api/credentials.ts';
import { useServiceInfo } from '../api/service-info.ts';
import { LanguageSwitch } from '../layout/language-switch.tsx';
import { ThemeSwitch } from '../layout/theme-switch.tsx';
import { KeyForm } from './key-form.tsx';
import { hasSessionEnded } from './session-ended.ts';

/** Two ways in: people by the sign-in page, whoever has a key by pasting it. */
export function SignInPage() {
  const translate = useTranslate();
  const service = useServiceInfo();
  const next = useNextPlace();
  const title = translate('access.title');
  useEffect(() => {
    document.title = `${title} · DQE ID Mobile`;
  }, [title]);
  return (
    <Box
      component="main"
      sx={{ minHeight: '100vh', display: 'grid', placeItems: 'center', p: 2, bgcolor: 'background.default' }}
    >
      <Box sx={{ width: '100%', maxWidth: '26rem' }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, mb: 2 }}>
          <img src="/favicon.svg" alt="" width="32" height="32" />
          <Typography component="h1" variant="h5" sx={{ flex: 1, color: 'text.primary' }}>
            DQE ID Mobile
          </Typography>
          <LanguageSwitch />
          <ThemeSwitch />
        </Box>
        {hasSessionEnded() ? (
          <Alert severity="info" role="status" sx={{ mb: 2 }}>
            {translate('access.ended')}
          </Alert>
        ) : null}
        <Card>
          <CardContent sx={{ display: 'grid', gap: 2, p: 3, '&:last-child': { pb: 3 } }}>
            <Typography component="h2" variant="h6">
              {translate('access.people')}
            </Typography>
            <Button variant="contained" size="large" href="/sign-in" onClick={() => goOnAfterSignIn(next)}>
              {translate('access.signIn')}
            </Button>
            <Divider>{translate('access.or')}</Divider>
            <KeyForm />
          </CardContent>
        </Card>
        <Typography variant="body2" color="textSecondary" sx={{ mt: 2 }}>
          {service === undefined ? ' ' : translate(service.sandbox ? 'access.sandbox' : 'access.real')}
        </Typography>
      </Box>
    </Box>
  );
}

/** Where somebody wanted to go: places only, for what follows a `?` may be a filter. */
function useNextPlace(): string {
  const { state } = useLocation() as { state: { nextPathname?: string } | null };
  return state?.nextPathname ?? '/';
}
