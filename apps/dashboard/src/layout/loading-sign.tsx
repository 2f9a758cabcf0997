import RefreshIcon from '@mui/icons-material/Refresh';
import { Box, CircularProgress, IconButton, Tooltip } from '@mui/material';
import { useLoading, useRefresh, useTranslate } from 'ra-core';

/** Whether something is being fetched; else the button that fetches it anew. */
export function LoadingSign() {
  const translate = useTranslate();
  const refresh = useRefresh();
  if (useLoading()) {
    return (
      <Box sx={{ p: 1, display: 'flex' }}>
        <CircularProgress size={24} color="inherit" aria-label={translate('ra.page.loading')} />
      </Box>
    );
  }
  const label = translate('ra.action.refresh');
  return (
    <Tooltip title={label}>
      <IconButton color="inherit" aria-label={label} onClick={() => refresh()}>
        <RefreshIcon />
      </IconButton>
    </Tooltip>
  );
}
