import AddIcon from '@mui/icons-material/Add';
import { Box, Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useDialog } from '../forms/use-dialog.ts';
import { PageTitle } from '../layout/page-title.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import type { Rule } from './retention.ts';
import { EndDialog } from './end-dialog.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { RulesSection } from './rules-section.tsx';
import { RunsSection } from './runs-section.tsx';

type Open = 'new' | { readonly what: 'replace' | 'end'; readonly rule: Rule };

/** How long matches are kept, and what goes when. */
export default function RetentionPage() {
  const translate = useTranslate();
  const { open, show, close } = useDialog<Open>();
  const askAnew = useAskAnew('retention');
  const onClose = () => {
    close();
    void askAnew();
  };
  return (
    <>
      <PageTitle
        title={translate('retention.title')}
        intro={translate('retention.intro')}
        actions={
          <Button variant="contained" startIcon={<AddIcon />} onClick={() => show('new')}>
            {translate('retention.create')}
          </Button>
        }
      />
      <Box sx={{ display: 'grid', gap: 2 }}>
        <RulesSection
          onReplace={(rule) => show({ what: 'replace', rule })}
          onEnd={(rule) => show({ what: 'end', rule })}
        />
        <RunsSection />
      </Box>
      {open === 'new' ? <RuleDialog onClose={onClose} /> : null}
      {typeof open === 'object' && open.what === 'replace' ? (
        <RuleDialog replaces={open.rule} onClose={onClose} />
      ) : null}
      {typeof open === 'object' && open.what === 'end' ? (
        <EndDialog rule={open.rule} onClose={onClose} />
      ) : null}
    </>
  );
}
