import PublishIcon from '@mui/icons-material/PublishedWithChangesOutlined';
import { Button, Typography } from '@mui/material';
import { useQueryClient } from '@tanstack/react-query';
import { useNotify, useTranslate } from 'ra-core';
import { useState } from 'react';
import { useOwnApproval } from '../access/own-approval.ts';
import { call } from '../api/call.ts';
import { ApprovalNote } from '../layout/approval-note.tsx';
import { ReasonDialog } from '../layout/reason-dialog.tsx';
import { Section } from '../layout/section.tsx';
import { isPending } from '../matches/reveal.ts';
import type { Policy } from './policy.ts';
import { useRefreshPolicies } from './use-policy.ts';

export interface PublishSectionProps {
  readonly policy: Policy;
  readonly active: Policy | undefined;
}

/** The way into force: a reason, and where it is set so, the second person. */
export function PublishSection({ policy, active }: PublishSectionProps) {
  const translate = useTranslate();
  const notify = useNotify();
  const client = useQueryClient();
  const refresh = useRefreshPolicies();
  const [asking, setAsking] = useState(false);
  const asked = useOwnApproval('policy', policy.id);
  // Approved is this policy in place of that one; where another came into force meanwhile, it is of no use.
  const approval = asked?.payload['replaces'] === active?.id ? asked : undefined;

  /** @returns whether it waits for somebody else */
  const publish = async (reason: string, approvalId?: string) => {
    const body = { reason, ...(approvalId === undefined ? {} : { approvalId }) };
    const answer = await call<object>('POST', `policies/${policy.id}/publish`, { body });
    await client.invalidateQueries({ queryKey: ['approvals'] });
    if (isPending(answer)) return true;
    notify('policies.publish.done', { type: 'success', messageArgs: { policy: policy.policy } });
    await refresh();
    return false;
  };

  return (
    <Section title={translate('policies.publish.title')}>
      <Typography variant="body2" sx={{ mb: 1.5, maxWidth: '75ch' }}>
        {translate('policies.publish.text', { active: active?.policy ?? '' })}
      </Typography>
      {approval === undefined ? (
        <Button variant="contained" startIcon={<PublishIcon />} onClick={() => setAsking(true)}>
          {translate('policies.publish.button')}
        </Button>
      ) : (
        <ApprovalNote
          approval={approval}
          use={translate('policies.publish.button')}
          onUse={async () => {
            await publish(approval.reason ?? '', approval.id);
          }}
        />
      )}
      {asking ? (
        <ReasonDialog
          title={translate('policies.publish.dialog', { policy: policy.policy })}
          text={translate('policies.publish.dialogText', { active: active?.policy ?? '' })}
          confirm={translate('policies.publish.button')}
          onClose={() => setAsking(false)}
          onConfirm={(reason) => publish(reason)}
        />
      ) : null}
    </Section>
  );
}
