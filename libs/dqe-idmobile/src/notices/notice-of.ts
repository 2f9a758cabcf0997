import { v7 as uuidv7 } from 'uuid';

import type { MatchChange, UntoldChange } from '../matching/match-store.js';
import type { MatchNotice, MatchNoticeType } from './match-notice.js';

/** One notice per transition. `retrieving` is none: nothing is known of a match that was not known before. */
const TYPES: Readonly<Record<MatchChange['to'], MatchNoticeType>> = {
  consent_pending: 'match.consent_required',
  scored: 'match.settled',
  rejected: 'match.settled',
  unknown: 'match.settled',
  expired: 'match.expired',
};

export const noticeTypeOf = ({ to }: Pick<MatchChange, 'to'>): MatchNoticeType => TYPES[to];

/** @param operator as far as it is known, where the change does not name it */
export function noticeOf(change: UntoldChange, operator: string | null): MatchNotice {
  return {
    id: uuidv7({ msecs: change.at.getTime() }),
    type: noticeTypeOf(change),
    matchId: change.matchId,
    at: change.at,
    status: change.to,
    verdict: change.to === 'scored' ? change.verdict.result : null,
    errorId: change.to === 'rejected' || change.to === 'unknown' ? change.error.id : null,
    operator: change.to === 'scored' || change.to === 'consent_pending' ? change.operator : operator,
    expiresAt: change.to === 'consent_pending' ? change.consent.expiresAt : null,
  };
}
