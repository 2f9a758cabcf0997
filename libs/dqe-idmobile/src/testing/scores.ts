import { countrySimilarity, streetSimilarity } from './address-similarity.js';
import { dateSimilarity } from './date-similarity.js';
import type { SandboxIdentity } from './identity.js';
import { bestOf, emailSimilarity, genderSimilarity, textSimilarity, type Score } from './similarity.js';

/** The scores of protocol.md §5, of whatever type `V` their values are written in. */
export interface ScoresOf<V> {
  readonly family_name: V;
  readonly gender: V;
  readonly birthdate: V;
  readonly given_name: V;
  readonly address: {
    readonly country: V;
    readonly postal_code: V;
    readonly street_address: V;
    readonly locality: V;
  };
  readonly email: V;
}

/** Scores as `/IDMOBILE/` answers them. There is no `status` key. */
export type Scores = ScoresOf<Score>;

/** Compares what is claimed with what the operator knows. */
export function compareIdentities(claimed: SandboxIdentity, known: SandboxIdentity): Scores {
  const surnames = [claimed.lastname, claimed.maiden_name].flatMap((ours) => [
    textSimilarity(ours, known.lastname),
    textSimilarity(ours, known.maiden_name),
  ]);
  return {
    family_name: bestOf(surnames),
    gender: genderSimilarity(claimed.gender, known.gender),
    birthdate: dateSimilarity(claimed.birthdate, known.birthdate),
    given_name: textSimilarity(claimed.firstname, known.firstname),
    address: {
      country: countrySimilarity(claimed.country, known.country),
      postal_code: textSimilarity(claimed.postal_code, known.postal_code),
      street_address: streetSimilarity(claimed, known),
      locality: textSimilarity(claimed.locality, known.locality),
    },
    email: emailSimilarity(claimed.email, known.email),
  };
}

/** The same scores with every value written another way. */
export function mapScores<A, B>(scores: ScoresOf<A>, write: (value: A) => B): ScoresOf<B> {
  const { address } = scores;
  return {
    family_name: write(scores.family_name),
    gender: write(scores.gender),
    birthdate: write(scores.birthdate),
    given_name: write(scores.given_name),
    address: {
      country: write(address.country),
      postal_code: write(address.postal_code),
      street_address: write(address.street_address),
      locality: write(address.locality),
    },
    email: write(scores.email),
  };
}

/** Values as strings (`"1.0"`, `"0.78"`, `""`), the form of the retrieval (protocol.md §6). */
export function scoresAsStrings(scores: Scores): ScoresOf<string> {
  return mapScores(scores, (score) => (Number.isInteger(score) ? `${score}.0` : String(score)));
}

/** The documented example of protocol.md §5, value for value. */
export const DOCUMENTED_EXAMPLE: Scores = {
  family_name: 1.0,
  gender: '',
  birthdate: 1.0,
  given_name: 1.0,
  address: { country: 1.0, postal_code: 0.78, street_address: 0.56, locality: 0.44 },
  email: 1.0,
};
