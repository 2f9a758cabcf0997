import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
} from '@mui/material';
import { useTranslate } from 'ra-core';
import { useId } from 'react';
import { CopyButton } from '../forms/copy-button.tsx';
import { Facts } from '../layout/facts.tsx';
import { type ExportJob, fileNameOf } from './export-job.ts';

/** How anybody checks the file, without us. */
export function VerifyDialog({ job, onClose }: { readonly job: ExportJob; readonly onClose: () => void }) {
  const translate = useTranslate();
  const titleId = useId();
  const command = `npx dqe-verify ${fileNameOf(job)} --key "$(curl -s ${location.origin}/api/v1/evidence/key)"`;
  return (
    <Dialog open fullWidth maxWidth="sm" onClose={onClose} aria-labelledby={titleId}>
      <DialogTitle id={titleId}>{translate('exports.verifyTitle')}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <DialogContentText>{translate('exports.verifyText')}</DialogContentText>
        <Box
          component="code"
          sx={{ p: 1.5, border: 1, borderColor: 'divider', borderRadius: 1, overflowWrap: 'anywhere' }}
        >
          {command}
        </Box>
        <Box>
          <CopyButton text={command} />
        </Box>
        <Facts rows={[['SHA-256', <code key="sha">{job.sha256}</code>]]} />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button variant="contained" onClick={onClose}>
          {translate('forms.done')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
