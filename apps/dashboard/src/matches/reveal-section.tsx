import { Button, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { useOwnApproval } from '../access/own-approval.ts';
import { ApprovalNote } from '../layout/approval-note.tsx';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import type { Match } from './match.ts';
import { RevealDialog } from './reveal-dialog.tsx';
import { isPending, reveal, REVEAL_FIELDS, type Revealed } from './reveal.ts';
import { useRefreshMatch } from './use-match.ts';

/** Personal data in clear, for who says why. Shown as long as this page is; kept nowhere. */
export function RevealSection({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const [asking, setAsking] = useState(false);
  const [revealed, setRevealed] = useState<Revealed>();
  const refresh = useRefreshMatch(match.id);
  const approval = useOwnApproval('reveal', match.id);

  /** The very same as was approved. */
  const showApproved = async () => {
    if (approval === undefined) return;
    const fields = approval.payload['fields'] as readonly string[];
    const answer = await reveal(match.id, { reason: approval.reason ?? '', fields, approvalId: approval.id });
    if (!isPending(answer)) setRevealed(answer);
    await refresh();
  };

  return (
    <Section title={translate('matches.reveal.title')}>
      {revealed === undefined ? (
        <Typography variant="body2" color="textSecondary" sx={{ mb: 1.5 }}>
          {translate('matches.reveal.intro')}
        </Typography>
      ) : (
        <RevealedFacts revealed={revealed} />
      )}
      {approval === undefined ? null : (
        <ApprovalNote approval={approval} use={translate('matches.reveal.show')} onUse={showApproved} />
      )}
      <Button
        variant="outlined"
        size="small"
        onClick={() => (revealed === undefined ? setAsking(true) : setRevealed(undefined))}
      >
        {translate(revealed === undefined ? 'matches.reveal.show' : 'matches.reveal.hide')}
      </Button>
      {asking ? (
        <RevealDialog match={match} onClose={() => setAsking(false)} onRevealed={setRevealed} />
      ) : null}
    </Section>
  );
}

function RevealedFacts({ revealed: { number, identity } }: { readonly revealed: Revealed }) {
  const translate = useTranslate();
  const rows = REVEAL_FIELDS.map(
    (field) =>
      [translate(`matches.identity.${field}`), field === 'number' ? number : identity[field]] as const,
  );
  return (
    <>
      <Facts rows={rows} />
      <Typography variant="body2" color="textSecondary" sx={{ my: 1.5 }}>
        {translate('matches.reveal.shown')}
      </Typography>
    </>
  );
}
