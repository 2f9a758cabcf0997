import { Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useParams } from 'react-router-dom';
import { usePermitted } from '../access/use-permitted.ts';
import { Failure } from '../layout/failure.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { ConsentSection } from './consent-section.tsx';
import { DecisionButtons } from './decision-buttons.tsx';
import { ErrorSection } from './error-section.tsx';
import { EvidenceSection } from './evidence-section.tsx';
import { FactsSection } from './facts-section.tsx';
import type { Match } from './match.ts';
import { RevealSection } from './reveal-section.tsx';
import { RevealsSection } from './reveals-section.tsx';
import { ScoresSection } from './scores-section.tsx';
import { SheetSection } from './sheet-section.tsx';
import { StatusChip } from './status-chip.tsx';
import { TimelineSection } from './timeline-section.tsx';
import { useMatch } from './use-match.ts';
import { VerdictSection } from './verdict-section.tsx';

export default function MatchShow() {
  const translate = useTranslate();
  const { id = '' } = useParams();
  const { data: match, error, isPending, refetch } = useMatch(id);
  if (isPending) return <Loading />;
  if (match === undefined) {
    return (
      <>
        <PageTitle title={translate('matches.one')} />
        <Failure error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return <OneMatch match={match} />;
}

/** What was decided and why at the left, what belongs to it at the right; on a phone one below the other. */
function OneMatch({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const mayReveal = usePermitted('matches:reveal');
  const mayAudit = usePermitted('audit:read');
  return (
    <>
      <PageTitle
        title={`${translate('matches.one')} ${match.number}`}
        intro={<StatusChip status={match.status} />}
        actions={<DecisionButtons match={match} />}
      />
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: { md: 'minmax(0, 3fr) minmax(0, 2fr)' } }}>
        <Box sx={{ display: 'grid', gap: 2, alignContent: 'start', minWidth: 0 }}>
          <VerdictSection match={match} />
          <ErrorSection match={match} />
          <ConsentSection match={match} />
          <ScoresSection match={match} />
          <TimelineSection match={match} />
        </Box>
        <Box sx={{ display: 'grid', gap: 2, alignContent: 'start', minWidth: 0 }}>
          <FactsSection match={match} />
          {mayReveal ? <RevealSection match={match} /> : null}
          {mayAudit ? <RevealsSection match={match} /> : null}
          <SheetSection match={match} />
          <EvidenceSection match={match} />
        </Box>
      </Box>
    </>
  );
}
