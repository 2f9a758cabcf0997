import { stringify } from 'csv-stringify/sync';

/** RFC 4180; a cell that a spreadsheet would run as a formula is made text. */
export const CSV_FORMAT = { escape_formulas: true, record_delimiter: '\r\n' } as const;

/** A table with a header line. */
export const csvOf = (
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): string =>
  stringify(
    rows.map((row) => row.map((cell) => cell ?? '')),
    { ...CSV_FORMAT, header: true, columns: [...columns] },
  );
