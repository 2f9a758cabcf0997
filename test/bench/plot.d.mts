export interface Bar {
  label: string;
  value: number;
  /** Undefined: it has no spread. */
  least: number | undefined;
  most: number | undefined;
  /** As it stands in the table. */
  text: string;
}

export function panelsOf(markdown: string): { title: string; ratio: boolean; bars: Bar[] }[];

export function plotted(markdown: string, name: string): { markdown: string; svg: string | null };
