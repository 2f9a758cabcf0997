import { Box, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Time } from '../layout/time.tsx';

/** A part of what is reported of a match. */
export const Part = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <Box sx={{ mt: 2 }}>
    <Typography component="h3" variant="subtitle2" sx={{ mb: 0.5 }}>
      {title}
    </Typography>
    {children}
  </Box>
);

/** What was when; or that there is nothing. */
export function Lines({ lines }: { readonly lines: readonly (readonly [at: string, text: string])[] }) {
  const translate = useTranslate();
  if (lines.length === 0) return translate('subjectReports.nobody');
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
      {lines.map(([at, text], index) => (
        <li key={index}>
          <Time at={at} relative={false} /> – {text}
        </li>
      ))}
    </Box>
  );
}
