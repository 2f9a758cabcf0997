import { identityOf, type SandboxIdentity } from './identity.js';

/** A synthetic subscriber of a mobile operator, as the sandbox knows them. */
export interface SandboxSubscriber {
  /** The number as it has to be sent: ten digits for France, E.164 for every other country. */
  readonly number: string;
  /** ISO 3166-1 alpha-2; to be sent as `country` unless it is `FR`. */
  readonly country: string;
  /** The operator's name as DQE gives it, e.g. `Bouygues Telecom`. */
  readonly operator: string;
  /** Whether the operator asks the customer for consent before it answers. */
  readonly consent: boolean;
  /** What the operator knows; an empty string where it knows nothing. */
  readonly identity: SandboxIdentity;
  /** What this subscriber is there for. */
  readonly note: string;
}

/** One line of the directory: a subscriber, with what most of them share left out. */
export function subscriber(
  number: string,
  country: string,
  operator: string,
  note: string,
  known: Partial<SandboxIdentity>,
  consent: 'consent' | 'direct' = 'direct',
): SandboxSubscriber {
  const identity = identityOf({ phone: number, ...known });
  return Object.freeze({ number, country, operator, consent: consent === 'consent', identity, note });
}
