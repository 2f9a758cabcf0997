import { Alert, Button } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { Link } from 'react-router-dom';
import { whoAmI } from '../access/me.ts';
import { usePermitted } from '../access/use-permitted.ts';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import { RecordLink } from '../records/record-link.tsx';
import { RecordPage } from '../records/record-page.tsx';
import { StateChip } from '../records/state-chip.tsx';
import { type Approval, placeOf, TONES } from './approval.ts';
import { DecideButtons } from './decide-buttons.tsx';
import { Payload } from './payload.tsx';

/** One request for a second person: what exactly is asked, by whom and why; and the decision. */
export default function ApprovalPage() {
  const translate = useTranslate();
  const { data: me } = useQuery({ queryKey: ['me'], queryFn: whoAmI });
  const isMine = ({ requestedBy }: Approval) => me?.id === requestedBy.id;
  return (
    <RecordPage<Approval>
      resource="approvals"
      list="/approvals"
      name={translate('approvals.one')}
      title={({ kind }) => translate(`approvals.kinds.${kind}`)}
      intro={({ status }) => (
        <StateChip label={translate(`approvals.statuses.${status}`)} tone={TONES[status]} />
      )}
      actions={(approval) =>
        approval.status === 'pending' && me !== undefined && !isMine(approval) ? (
          <DecideButtons approval={approval} />
        ) : null
      }
    >
      {(approval) => (
        <>
          {isMine(approval) ? <Mine approval={approval} /> : null}
          <Asked approval={approval} />
          {approval.decidedAt === null ? null : <Decided approval={approval} />}
        </>
      )}
    </RecordPage>
  );
}

/** What whoever asked can do now. */
function Mine({ approval }: { readonly approval: Approval }) {
  const translate = useTranslate();
  if (approval.status === 'pending') return <Alert severity="info">{translate('approvals.own')}</Alert>;
  if (approval.status !== 'approved') return null;
  return (
    <Alert
      severity="success"
      action={
        <Button component={Link} to={placeOf(approval)} state={{ approvalId: approval.id }} color="inherit">
          {translate('approvals.carryOut')}
        </Button>
      }
    >
      {translate('approvals.approvedText')}
    </Alert>
  );
}

function Asked({ approval }: { readonly approval: Approval }) {
  const translate = useTranslate();
  const maySee = usePermitted('matches:read');
  const { target } = approval;
  return (
    <Section title={translate('approvals.what')}>
      <Facts
        rows={[
          [translate('forms.reason'), approval.reason ?? translate('approvals.reasonGone')],
          [
            translate('approvals.about'),
            target.type === 'match' && maySee ? (
              <RecordLink key="match" to={`/matches/${target.id}/show`}>
                {translate('approvals.match')} {target.id}
              </RecordLink>
            ) : (
              `${translate(`approvals.targets.${target.type}`, { _: target.type })} ${target.id}`
            ),
          ],
          [translate('approvals.by'), <Actor key="by" actor={approval.requestedBy} />],
          [translate('approvals.at'), <Time key="at" at={approval.requestedAt} />],
          [translate('approvals.until'), <Time key="until" at={approval.expiresAt} />],
          [translate('records.id'), approval.id],
        ]}
      />
      <Payload payload={approval.payload} />
    </Section>
  );
}

function Decided({ approval }: { readonly approval: Approval }) {
  const translate = useTranslate();
  return (
    <Section title={translate('approvals.decision')}>
      <Facts
        rows={[
          [translate('approvals.decidedBy'), <Actor key="by" actor={approval.decidedBy} />],
          [translate('approvals.decidedAt'), approval.decidedAt && <Time key="at" at={approval.decidedAt} />],
          [translate('forms.reason'), approval.decisionReason],
          [translate('approvals.usedAt'), approval.usedAt && <Time key="used" at={approval.usedAt} />],
        ]}
      />
    </Section>
  );
}
