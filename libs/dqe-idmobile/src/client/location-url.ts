/**
 * A web address as a `Location` header can carry it: to the letter where that is safe, because it may be signed;
 * otherwise as the URL standard writes it. An address that a browser could read in another way than we did, such as
 * `https:host` or one with a backslash or a line break, is not safe.
 */
export function locationUrl(value: string): string {
  const { href, origin } = new URL(value);
  const plain = value.startsWith(origin) && /^[\x21-\x5b\x5d-\x7e]+$/.test(value);
  return plain ? value : href;
}
