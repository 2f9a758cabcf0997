import { Alert, Box, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { CopyButton } from './copy-button.tsx';

export interface SecretOnceProps {
  /** What it is, such as a key. */
  readonly label: string;
  readonly secret: string;
  /** What to do with it. */
  readonly text: string;
}

/** A secret the service shows this once. It lives in this element only, and is gone with it. */
export function SecretOnce({ label, secret, text }: SecretOnceProps) {
  const translate = useTranslate();
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Alert severity="warning">{translate('forms.once')}</Alert>
      <Typography variant="body2">{text}</Typography>
      <Box
        role="group"
        aria-label={label}
        sx={{ p: 1.5, borderRadius: 1, border: 1, borderColor: 'divider', bgcolor: 'background.default' }}
      >
        <Typography component="code" sx={{ fontFamily: 'ui-monospace, monospace', overflowWrap: 'anywhere' }}>
          {secret}
        </Typography>
      </Box>
      <Box>
        <CopyButton text={secret} />
      </Box>
    </Box>
  );
}
