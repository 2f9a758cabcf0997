import CopyIcon from '@mui/icons-material/ContentCopyOutlined';
import { Box, Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { Link, useParams } from 'react-router-dom';
import { usePermitted } from '../access/use-permitted.ts';
import { Facts } from '../layout/facts.tsx';
import { Failure } from '../layout/failure.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import { BacktestSection } from './backtest-section.tsx';
import { PolicyStateChip } from './policy-state-chip.tsx';
import { PublishSection } from './publish-section.tsx';
import { RulesSection } from './rules-section.tsx';
import { useActivePolicy, usePolicy } from './use-policy.ts';

/** One version: its rules, what it would change, and the way into force. */
export default function PolicyShow() {
  const translate = useTranslate();
  const { id = '' } = useParams();
  const mayWrite = usePermitted('policies:manage');
  const { data: policy, error, refetch } = usePolicy(id);
  const { data: active } = useActivePolicy();
  if (error !== null) {
    return (
      <>
        <PageTitle title={translate('policies.one')} />
        <Failure error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  if (policy === undefined) return <Loading />;
  const { publication } = policy;
  return (
    <>
      <PageTitle
        title={policy.policy}
        intro={policy.note ?? translate(`policies.meaning.${policy.state}`)}
        actions={
          <>
            <PolicyStateChip state={policy.state} />
            {mayWrite ? (
              <Button
                component={Link}
                to={`/policies/create?from=${policy.id}`}
                variant="outlined"
                startIcon={<CopyIcon />}
              >
                {translate('policies.copy')}
              </Button>
            ) : null}
          </>
        }
      />
      <Box sx={{ display: 'grid', gap: 2, minWidth: 0, '& > *': { minWidth: 0 } }}>
        {policy.state === 'active' || !mayWrite ? null : <PublishSection {...{ policy, active }} />}
        <RulesSection {...{ policy, active }} />
        <BacktestSection policy={policy} />
        <Section title={translate('policies.history')}>
          <Facts
            rows={[
              [translate('policies.fields.createdAt'), <Time key="c" at={policy.createdAt} />],
              [translate('policies.fields.createdBy'), <Actor key="w" actor={policy.createdBy} />],
              [
                translate('policies.fields.publishedAt'),
                publication === null ? null : <Time key="p" at={publication.at} />,
              ],
              [
                translate('policies.fields.publishedBy'),
                publication === null ? null : <Actor key="b" actor={publication.by} />,
              ],
              [translate('policies.fields.reason'), publication?.reason],
              [translate('policies.fields.approval'), publication?.approvalId],
            ]}
          />
        </Section>
      </Box>
    </>
  );
}
