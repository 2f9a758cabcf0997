import { useTranslate } from 'ra-core';
import { useOwnApproval } from '../access/own-approval.ts';
import { ApprovalNote } from '../layout/approval-note.tsx';
import type { Match } from './match.ts';
import { override } from './override.ts';
import { useRefreshMatch } from './use-match.ts';

/** That an override of one's own waits for a second person, or may be done. */
export function OverrideNote({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const refresh = useRefreshMatch(match.id);
  const approval = useOwnApproval('verdict', match.id);
  if (approval === undefined) return null;

  const verdict = String(approval.payload['verdict']);
  const put = async () => {
    await override(match.id, { verdict, reason: approval.reason ?? '', approvalId: approval.id });
    await refresh();
  };
  const use = `${translate('matches.override.button')}: ${translate(`matches.verdicts.${verdict}`)}`;
  return <ApprovalNote {...{ approval, use }} onUse={put} />;
}
