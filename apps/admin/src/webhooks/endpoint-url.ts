import { isIP } from 'node:net';
import { isLoopbackHost } from 'nestjs-dqe-idmobile';
import { type AddressRules, isAllowedAddress } from './public-address.js';

/** What is wrong with an address, and what would be right. Never holds the address. */
export interface UrlProblem {
  readonly problem: string;
  readonly remedy: string;
}

const LONGEST = 2_048;
/** Below it are the ports of other services; 443 is the one of ours. */
const FIRST_FREE_PORT = 1_024;

/**
 * Why a webhook cannot be registered for an address; null where it can. What its name resolves to is looked at when we
 * connect, each time: it may change, and somebody may have it change on purpose.
 */
export function problemOfEndpointUrl(text: string, rules: AddressRules): UrlProblem | null {
  const url = text.length <= LONGEST && URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    return wrong('is not an https address', `Send an absolute address of at most ${LONGEST} characters.`);
  }
  if (url.username !== '' || url.password !== '') {
    return wrong('holds a user or a password', 'Leave them out: the signature says that it is us.');
  }
  if (url.hash !== '') return wrong('has a fragment', 'Leave out what follows "#": it is never sent.');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const loopback = isLoopbackHost(host) || isLoopbackHost(host.replace(/\.$/, ''));
  if (loopback && !rules.allowLoopback) {
    return wrong(
      'leads to this machine',
      'Send a public address; for local use, set WEBHOOK_ALLOW_LOOPBACK.',
    );
  }
  if (isIP(host) !== 0 && !isAllowedAddress(host, rules)) {
    return wrong('leads to a private or reserved address', 'Send an address that is public.');
  }
  if (url.protocol !== 'https:' && !loopback) return wrong('is not https', 'Send an https address.');
  if (url.port !== '' && Number(url.port) < FIRST_FREE_PORT) {
    return wrong('has a port of another service', `Use 443, or a port from ${FIRST_FREE_PORT} on.`);
  }
  return null;
}

const wrong = (problem: string, remedy: string): UrlProblem => ({ problem, remedy });
