/** What the customer claims to be, validated. Every field is optional; none is ever an empty string. */
export interface MatchIdentity {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly maidenName?: string;
  /** YYYY-MM-DD */
  readonly birthDate?: string;
  readonly gender?: 'M' | 'F';
  readonly email?: string;
  readonly phone?: string;
  readonly streetNumber?: string;
  /** Street type and name. */
  readonly streetAddress?: string;
  readonly postalCode?: string;
  readonly locality?: string;
  /** ISO 3166-1 alpha-2 code, or the name in full. */
  readonly country?: string;
}
