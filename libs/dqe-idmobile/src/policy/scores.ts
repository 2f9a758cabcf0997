/** A similarity between the claimed value and the operator's, 0 to 1; `null` where not available (protocol.md §5). */
export type Similarity = number | null;

/** What DQE answers: one similarity per field. */
export interface Scores {
  readonly familyName: Similarity;
  readonly givenName: Similarity;
  readonly gender: Similarity;
  readonly birthDate: Similarity;
  readonly email: Similarity;
  readonly address: {
    readonly country: Similarity;
    readonly postalCode: Similarity;
    readonly streetAddress: Similarity;
    readonly locality: Similarity;
  };
}

/** The fields a policy can speak of. */
export const SCORE_FIELDS = [
  'familyName',
  'givenName',
  'birthDate',
  'gender',
  'email',
  'address.country',
  'address.postalCode',
  'address.streetAddress',
  'address.locality',
] as const;

export type ScoreField = (typeof SCORE_FIELDS)[number];

/** The similarity of one field by its path. */
export function scoreOf(scores: Scores, field: ScoreField): Similarity {
  switch (field) {
    case 'address.country':
      return scores.address.country;
    case 'address.postalCode':
      return scores.address.postalCode;
    case 'address.streetAddress':
      return scores.address.streetAddress;
    case 'address.locality':
      return scores.address.locality;
    default:
      return scores[field];
  }
}
