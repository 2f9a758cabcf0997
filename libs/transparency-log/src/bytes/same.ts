/** Whether two byte strings are equal. Nothing here is secret: it stops at the first difference. */
export const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && Buffer.compare(a, b) === 0;
