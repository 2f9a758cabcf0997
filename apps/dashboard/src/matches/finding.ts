/** What somebody looks for, and by which filter it is found. */
export interface Finding {
  readonly by: 'id' | 'number' | 'email' | 'reference';
  readonly value: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Digits as people write numbers; at least eight, for shorter ones are references. */
const NUMBER = /^\+?[\d\s().-]+$/;

/** Null where nothing is looked for. */
export function findingOf(text: string): Finding | null {
  const value = text.trim();
  if (value === '') return null;
  if (UUID.test(value)) return { by: 'id', value: value.toLowerCase() };
  if (/^\S+@\S+$/.test(value)) return { by: 'email', value };
  const digits = value.replace(/\D/g, '').length;
  return { by: NUMBER.test(value) && digits >= 8 && digits <= 15 ? 'number' : 'reference', value };
}
