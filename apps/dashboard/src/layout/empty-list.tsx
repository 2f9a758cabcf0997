import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** In place of a list that is empty: why, and what to do. */
export function EmptyList({ text, children }: { readonly text: string; readonly children?: ReactNode }) {
  return (
    <Box sx={{ p: { xs: 3, md: 6 }, textAlign: 'center', color: 'text.secondary' }}>
      <Typography sx={{ maxWidth: '60ch', mx: 'auto' }}>{text}</Typography>
      {children === undefined ? null : <Box sx={{ mt: 2 }}>{children}</Box>}
    </Box>
  );
}
