import { InputRefusedError } from '../errors/transparency-log-errors.js';
import { requireCount, splitPoint } from './tree-size.js';

/** Leaves `begin` to `end`, without `end`. */
export interface LeafRange {
  readonly begin: number;
  readonly end: number;
}

/**
 * The subtrees whose roots prove that the leaf at `index` is in the tree of `size` leaves: PATH of RFC 9162 §2.1.3.1,
 * the leaf's neighbour first.
 */
export function inclusionRanges(index: number, size: number): LeafRange[] {
  requireCount('index', index);
  requireCount('size', size);
  if (index >= size) throw new InputRefusedError('index', 'it has to be smaller than the size');
  const ranges: LeafRange[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + splitPoint(end - begin);
    if (index < middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
    }
  }
  return ranges.reverse();
}

/**
 * The subtrees whose roots prove that the tree of `to` leaves begins with the tree of `from`: PROOF of RFC 9162 §2.1.4.1.
 * None where both are equal, or `from` is 0: every tree begins with the empty one.
 */
export function consistencyRanges(from: number, to: number): LeafRange[] {
  requireCount('from', from);
  requireCount('to', to);
  if (from > to) throw new InputRefusedError('from', 'it may not be larger than to');
  if (from === 0) return [];
  const ranges: LeafRange[] = [];
  let [begin, end] = [0, to];
  while (from !== end) {
    const middle = begin + splitPoint(end - begin);
    if (from <= middle) {
      ranges.push({ begin: middle, end });
      end = middle;
    } else {
      ranges.push({ begin, end: middle });
      begin = middle;
    }
  }
  if (begin !== 0) ranges.push({ begin, end });
  return ranges.reverse();
}
