import type { Place } from 'sealed-fields';

const TABLES = {
  number: 'matches',
  identity: 'matches',
  return_url: 'matches',
  answer: 'matches',
  token: 'consent_sessions',
  url: 'consent_sessions',
} as const;

/** What is sealed of a match; its column is called `…_sealed`. */
export type SealedColumn = keyof typeof TABLES;

/** Where a value of a match is kept: it opens nowhere else. */
export const placeOf = (column: SealedColumn, matchId: string): Place => ({
  table: TABLES[column],
  column: `${column}_sealed`,
  row: matchId,
});

/** The same in the words of earlier releases, which sealed with the `Sealer`. */
export const oldPlaceOf = (column: SealedColumn, matchId: string): string =>
  `${TABLES[column]}.${column}:${matchId}`;
