import ipaddr from 'ipaddr.js';

/** Bytes of an IPv6 address that say whose it is; the rest is its owner's to choose. */
const NETWORK_BYTES = 8;

/** What an address is counted by. Of IPv6 the network: a household has more addresses than anybody can count. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  const bytes = parsed.toByteArray();
  return Buffer.from(parsed.kind() === 'ipv6' ? bytes.slice(0, NETWORK_BYTES) : bytes).toString('hex');
}
