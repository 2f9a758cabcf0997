import { RangeNotThereError } from './export-errors.js';

/** Bytes from one place to before another. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The part of a file that a `Range` header asks for; null where it is all of it: without a header, or with one that asks
 * for several parts or in other units, which RFC 9110 lets a server pass over.
 * @throws RangeNotThereError
 */
export function rangeOf(header: string | undefined, size: number): ByteRange | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return null;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size : Math.min(size, Number(last) + 1);
  if (first !== '' && last !== '' && Number(last) < from) return null;
  if (from >= size || from >= to) throw new RangeNotThereError(size);
  return { from, to };
}
