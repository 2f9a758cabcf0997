import { Alert, Button } from '@mui/material';
import { useStore, useTranslate } from 'ra-core';
import { Link, useLocation } from 'react-router-dom';

/** Where one comes to who asked for no page. */
const LANDINGS = new Set(['/', '/matches']);

/** Shows somebody who is here for the first time the way to the guided start, until it was taken or closed. */
export function FirstRun() {
  const translate = useTranslate();
  const [seen, setSeen] = useStore('start.seen', false);
  const { pathname } = useLocation();
  if (seen || !LANDINGS.has(pathname)) return null;
  const done = () => setSeen(true);
  return (
    <Alert severity="info" sx={{ mt: 2 }} onClose={done} closeText={translate('start.close')}>
      {translate('start.welcome')}{' '}
      <Button component={Link} to="/start" size="small" color="inherit" variant="outlined" onClick={done}>
        {translate('start.begin')}
      </Button>
    </Alert>
  );
}
