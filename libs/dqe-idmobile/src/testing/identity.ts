/**
 * The twelve keys of `user_infos`, in the order of protocol.md §4. Each is always present;
 * an empty string stands for what is not known.
 */
export const IDENTITY_KEYS = [
  'street_address',
  'postal_code',
  'locality',
  'country',
  'birthdate',
  'email',
  'lastname',
  'maiden_name',
  'gender',
  'firstname',
  'phone',
  'number',
] as const;

/** One key of {@link SandboxIdentity}. */
export type SandboxIdentityKey = (typeof IDENTITY_KEYS)[number];

/**
 * An identity in the wire form of `user_infos` (protocol.md §4): what a subscriber told the operator, or what
 * a customer claims to be. `JSON.stringify(identity)` is a valid `user_infos`.
 */
export type SandboxIdentity = Readonly<Record<SandboxIdentityKey, string>>;

/** An identity of which nothing is known but what is given. */
export function identityOf(known: Partial<SandboxIdentity>): SandboxIdentity {
  const empty = Object.fromEntries(IDENTITY_KEYS.map((key) => [key, ''])) as SandboxIdentity;
  return Object.freeze({ ...empty, ...known });
}
