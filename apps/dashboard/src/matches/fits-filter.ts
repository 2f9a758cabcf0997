import type { Match } from './match.ts';

/** What a list may be narrowed to that a match does not show. */
const HIDDEN = ['number', 'email', 'application'];

/** Whether a match that has just come belongs into a list that is narrowed so; null: only the service can tell. */
export function fitsFilter(match: Match, filter: Readonly<Record<string, unknown>>): boolean | null {
  const given = Object.entries(filter).filter(
    ([, value]) => value !== undefined && value !== null && value !== '',
  );
  const fits = given
    .filter(([name]) => !HIDDEN.includes(name))
    .every(([name, value]) => fitsOne(match, name, String(value)));
  if (!fits) return false;
  return given.some(([name]) => HIDDEN.includes(name)) ? null : true;
}

function fitsOne(match: Match, name: string, value: string): boolean {
  switch (name) {
    case 'status':
      return match.status === value;
    case 'verdict':
      return match.verdict?.result === value;
    case 'operator':
      return match.operator === value;
    case 'country':
      return match.country === value.toUpperCase();
    case 'reference':
      return match.reference === value;
    case 'errorId':
      return match.error?.id === value;
    case 'review':
      return value === 'open' ? match.review?.state === 'open' : match.review?.override != null;
    case 'from':
      return new Date(match.createdAt) >= new Date(value);
    case 'to':
      return new Date(match.createdAt) < new Date(value);
    default:
      return true;
  }
}
