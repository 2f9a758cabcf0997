import { rounded, type Score } from './similarity.js';

const ISO_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Whether a text is a day of the calendar in the form YYYY-MM-DD. */
export function isCalendarDate(text: string): boolean {
  if (!ISO_DATE.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** Equal parts count in full, others by half of the digits they share. */
function partSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const shared = Array.from(a).filter((digit, index) => digit === b[index]).length;
  return shared / a.length / 2;
}

/**
 * How alike two birth dates (YYYY-MM-DD) are: 1 when equal, 0.9 when day and month changed places,
 * else the year for one half, month and day for a quarter each.
 */
export function dateSimilarity(claimed: string, known: string): Score {
  const a = ISO_DATE.exec(claimed);
  const b = ISO_DATE.exec(known);
  if (!a || !b) return '';
  const [, yearA = '', monthA = '', dayA = ''] = a;
  const [, yearB = '', monthB = '', dayB = ''] = b;
  if (claimed === known) return 1;
  if (yearA === yearB && monthA === dayB && dayA === monthB) return 0.9;
  return rounded(
    partSimilarity(yearA, yearB) / 2 + partSimilarity(monthA, monthB) / 4 + partSimilarity(dayA, dayB) / 4,
  );
}
