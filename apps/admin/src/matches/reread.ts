import { SealedValueError } from '../sealing/sealed-value.error.js';

/**
 * Reads and opens; once more where the first time a row was sealed anew between two queries, and half of it was read as it
 * was before.
 */
export async function reread<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof SealedValueError)) throw error;
    return read();
  }
}
