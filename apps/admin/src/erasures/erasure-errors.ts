import type { Erasure } from './erasure.js';

/** There is no such erasure, or none the caller may know of. */
export class ErasureNotFoundError extends Error {
  override readonly name = 'ErasureNotFoundError';
}

/** Something stands against it; that it was refused, and why, is on record. */
export class ErasureRefusedError extends Error {
  override readonly name = 'ErasureRefusedError';

  constructor(readonly erasure: Erasure) {
    super('the erasure is refused');
  }
}

/** The reference holds the number, and would keep it. */
export class CaseReferenceError extends Error {
  override readonly name = 'CaseReferenceError';
}
