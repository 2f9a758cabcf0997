import { lengthPrefixed } from './length-prefixed.js';

/** Where an envelope is kept. It opens nowhere else. */
export interface Place {
  readonly table: string;
  readonly column: string;
  /** Primary key of the row, as text. */
  readonly row: string;
}

/** @throws InputRefusedError */
export function placeBytes({ table, column, row }: Place): Buffer {
  return lengthPrefixed({ 'place.table': table, 'place.column': column, 'place.row': row });
}
