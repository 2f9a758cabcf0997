import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

export interface AddressRules {
  /** Whether this machine counts as allowed. */
  readonly allowLoopback: boolean;
}

/** What global addresses of IPv6 begin with (RFC 4291 §2.4, IANA): everything else is special or unassigned. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');

/**
 * Whether a webhook may go to an address: only public ones, so that nobody has us call what only we can reach. An IPv4
 * address within an IPv6 one (mapped, or behind a NAT64) is judged by itself; tunnels (6to4, Teredo) are refused.
 * @param text as a resolver or a URL gives it, without brackets; what is no address is not allowed
 */
export function isAllowedAddress(text: string, { allowLoopback }: AddressRules): boolean {
  // ipaddr.js also reads 1.2.3 and 0x7f.1; whoever asks us has an address in full.
  if (isIP(text) === 0) return false;
  const address = innermost(ipaddr.parse(text));
  const range = address.range();
  if (range === 'loopback') return allowLoopback;
  if (range !== 'unicast') return false;
  return address instanceof ipaddr.IPv4 || address.match(GLOBAL_UNICAST);
}

function innermost(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address instanceof ipaddr.IPv4) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  return address.match(NAT64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
}
