import BackIcon from '@mui/icons-material/ArrowBack';
import { Box, Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';

/** From one record to the list it is one of. */
export function BackButton({ to }: { readonly to: string }) {
  const translate = useTranslate();
  return (
    <Box sx={{ pt: 1.5, mb: -1.5 }}>
      <Button component={Link} to={to} size="small" startIcon={<BackIcon />}>
        {translate('records.back')}
      </Button>
    </Box>
  );
}
