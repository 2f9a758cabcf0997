import { call } from '../api/call.ts';
import type { Match } from './match.ts';
import type { Pending } from './reveal.ts';

export interface OverrideRequest {
  readonly verdict: string;
  readonly reason: string;
  readonly approvalId?: string;
}

export const override = (matchId: string, body: OverrideRequest) =>
  call<Match | Pending>('POST', `matches/${matchId}/override`, { body });
