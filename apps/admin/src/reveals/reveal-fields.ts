import type { MatchIdentity } from 'nestjs-dqe-idmobile';
import type { PersonalData } from '../matches/prisma-match-personal-data.js';

export const IDENTITY_FIELDS = [
  ...['firstName', 'lastName', 'maidenName', 'birthDate', 'gender', 'email', 'phone'],
  ...['streetNumber', 'streetAddress', 'postalCode', 'locality', 'country'],
] as const satisfies readonly (keyof MatchIdentity)[];

/** What can be revealed of a match. A closed list. */
export const REVEAL_FIELDS = ['number', ...IDENTITY_FIELDS, 'answer'] as const;

export type RevealField = (typeof REVEAL_FIELDS)[number];

/** Unless somebody asks for the raw answer, nobody is shown it. */
export const DEFAULT_FIELDS: readonly RevealField[] = REVEAL_FIELDS.filter((field) => field !== 'answer');

/** What was asked for, and nothing else; what there is none of is left out of the identity, else null. */
export interface Revealed {
  readonly number: string | null;
  readonly identity: MatchIdentity;
  readonly answer: unknown;
}

/** In one order, so that the same fields are the same list. */
export const inOrder = (fields: readonly RevealField[]): readonly RevealField[] =>
  REVEAL_FIELDS.filter((field) => fields.includes(field));

export function revealedOf(
  { number, identity, answer }: PersonalData,
  fields: readonly RevealField[],
): Revealed {
  const asked = new Set<string>(fields);
  return {
    number: asked.has('number') ? number : null,
    identity: Object.fromEntries(Object.entries(identity ?? {}).filter(([name]) => asked.has(name))),
    answer: asked.has('answer') ? (answer ?? null) : null,
  };
}
