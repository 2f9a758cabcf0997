import { domainToASCII } from 'node:url';
import { InputRefusedError } from '../errors/sealed-fields-errors.js';

/**
 * One form for what people take for one address: without blanks around it, NFC, the domain as in DNS (lower case, IDNA),
 * the local part in lower case.
 *
 * RFC 5321 §2.4 lets a mail server tell `Anna@` from `anna@`; hardly one does, and people write either. An index that told
 * them apart would miss rows, and a request for erasure that misses rows is worse than a search that finds one too many,
 * which shows when it is opened. Dots and `+tags` stay: what they mean differs from provider to provider, and dropping them
 * would throw different people together.
 * @throws InputRefusedError for what is no address
 */
export function normaliseEmail(email: string): string {
  const text = email.trim().normalize('NFC');
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0)).toLowerCase().normalize('NFC');
  const domain = domainToASCII(text.slice(at + 1));
  if (local === '' || domain === '' || /[\s@]/.test(domain)) {
    throw new InputRefusedError('e-mail', 'it has to be an address, such as name@example.com');
  }
  return `${local}@${domain}`;
}
