import { InputRefusedError } from '../errors/transparency-log-errors.js';

/*
 * Sizes and indexes are plain numbers up to 2^53, so they are halved by arithmetic: JavaScript's bit operators cut at 32.
 */

export const isOdd = (value: number): boolean => value % 2 === 1;
export const half = (value: number): number => Math.floor(value / 2);

/** The largest power of two that is smaller than this size (RFC 9162 calls it k). From 2. */
export function splitPoint(size: number): number {
  let k = 1;
  while (k * 2 < size) k *= 2;
  return k;
}

export const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

/** @throws InputRefusedError unless it is a number of leaves */
export function requireCount(input: string, value: number): void {
  if (!isCount(value)) throw new InputRefusedError(input, 'it has to be a whole number from 0 to 2^53 - 1');
}
