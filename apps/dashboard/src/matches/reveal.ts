import { call } from '../api/call.ts';

export const REVEAL_FIELDS = [
  ...['number', 'firstName', 'lastName', 'maidenName', 'birthDate', 'gender', 'email', 'phone'],
  ...['streetNumber', 'streetAddress', 'postalCode', 'locality', 'country'],
];

export interface Revealed {
  readonly number: string | null;
  readonly identity: Readonly<Record<string, string | undefined>>;
}

/** What the service answers where a second person has to approve first. */
export interface Pending {
  readonly approval: { readonly id: string };
}

export const isPending = (answer: object): answer is Pending => 'approval' in answer;

export interface RevealRequest {
  readonly reason: string;
  readonly fields: readonly string[];
  readonly approvalId?: string;
}

export const reveal = (matchId: string, body: RevealRequest) =>
  call<Revealed | Pending>('POST', `matches/${matchId}/reveal`, { body });
