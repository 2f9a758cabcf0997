import DoneIcon from '@mui/icons-material/Check';
import CopyIcon from '@mui/icons-material/ContentCopy';
import { Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useState } from 'react';

/** Copies, and says so. Where the browser does not let it, the text can still be selected. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const translate = useTranslate();
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const copy = async () => {
    try {
      // There is no clipboard where the page did not come by https.
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('refused');
    }
  };
  const words = {
    idle: label ?? translate('forms.copy'),
    copied: translate('forms.copied'),
    refused: translate('forms.copyByHand'),
  };
  return (
    <Button
      size="small"
      startIcon={state === 'copied' ? <DoneIcon /> : <CopyIcon />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{words[state]}</span>
    </Button>
  );
}
