import { Box, Typography } from '@mui/material';
import { AppBar, type AppBarProps } from 'react-admin';
import { Link } from 'react-router-dom';
import { AccountMenu } from './account-menu.tsx';
import { LanguageSwitch } from './language-switch.tsx';
import { LoadingSign } from './loading-sign.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

export const DashboardAppBar = (props: AppBarProps) => (
  <AppBar {...props} toolbar={<Tools />} userMenu={<AccountMenu />}>
    <Box
      component={Link}
      to="/"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 1,
        flex: 1,
        color: 'inherit',
        textDecoration: 'none',
      }}
    >
      <img src="/favicon.svg" alt="" width="24" height="24" />
      <Typography component="span" sx={{ fontWeight: 650, whiteSpace: 'nowrap' }}>
        DQE ID Mobile
      </Typography>
    </Box>
  </AppBar>
);

const Tools = () => (
  <>
    <LoadingSign />
    <LanguageSwitch />
    <ThemeSwitch />
  </>
);
