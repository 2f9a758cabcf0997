import type { ReactNode } from 'react';

/** A column of a table; on a phone, a line of a card. */
export interface Column<T> {
  readonly name: string;
  /** Key of a text. */
  readonly label: string;
  /** Null where there is nothing to say. */
  readonly show: (record: T) => ReactNode;
}
