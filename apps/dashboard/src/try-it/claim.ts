import type { Persona } from '../api/service-info.ts';

export const IDENTITY_FIELDS = [
  ...['firstName', 'lastName', 'maidenName', 'birthDate', 'gender', 'email'],
  ...['phone', 'streetNumber', 'streetAddress', 'postalCode', 'locality', 'country'],
];

/** What is typed into the form. */
export interface Claim {
  readonly number: string;
  readonly country: string;
  readonly identity: Readonly<Record<string, string>>;
  readonly consent: boolean;
  readonly reference: string;
  readonly purpose: string;
}

export const NOTHING_CLAIMED: Claim = {
  ...{ number: '', country: '', identity: {}, consent: false, reference: '', purpose: '' },
};

export const claimOf = ({ number, country = '', identity, consent }: Persona): Claim => ({
  ...NOTHING_CLAIMED,
  ...{ number, country, consent },
  identity: Object.fromEntries(Object.entries(identity).map(([name, value]) => [name, value ?? ''])),
});

/** As `POST /api/v1/matches` takes it: what is empty is left out. */
export function requestOf(claim: Claim, returnUrl: string): object {
  const identity = given(claim.identity);
  const { number, consent } = claim;
  return {
    number: number.trim(),
    ...given({ country: claim.country.toUpperCase(), reference: claim.reference, purpose: claim.purpose }),
    identity,
    ...(consent ? { consent: { returnUrl } } : {}),
  };
}

const given = (values: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  );

/** Each press of the button is one match, however often the request is sent. */
export function newIdempotencyKey(): string {
  // crypto.randomUUID is missing where the page is served over plain http from another machine.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
