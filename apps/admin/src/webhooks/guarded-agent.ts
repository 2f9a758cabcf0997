import dns, { type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { type AddressRules, isAllowedAddress } from './public-address.js';

const CONNECT_TIMEOUT_MS = 5_000;
/** To one host at a time. */
const CONNECTIONS = 8;
const KEEP_ALIVE_MS = 10_000;

export class AddressNotAllowedError extends Error {
  override readonly name = 'AddressNotAllowedError';
  readonly code = 'address_not_allowed';
}

/** Resolves a name to all its addresses. */
export type ResolveAll = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const resolveBySystem: ResolveAll = (hostname, callback) => dns.lookup(hostname, { all: true }, callback);

/**
 * HTTP connections to allowed addresses only. Looked at is what the connection is made to, in the moment it is made: a
 * name that leads elsewhere now than when it was checked gains nothing. It goes by no proxy, which would resolve names
 * itself.
 */
export function guardedAgent(rules: AddressRules, resolve: ResolveAll = resolveBySystem): Agent {
  const connect = buildConnector({
    timeout: CONNECT_TIMEOUT_MS,
    lookup: guardedLookup(rules, resolve),
  });
  return new Agent({
    connections: CONNECTIONS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connect: (options, callback) => {
      // A host that is an address already is not looked up.
      if (isIP(options.hostname) !== 0 && !isAllowedAddress(options.hostname, rules)) {
        callback(refused(), null);
        return;
      }
      connect(options, callback);
    },
  });
}

/** One address that is not allowed spoils them all: nobody needs a name that is public and private at once. */
export function guardedLookup(rules: AddressRules, resolve: ResolveAll): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      const [first] = addresses ?? []; // eslint-disable-line @typescript-eslint/no-unnecessary-condition -- absent with an error
      if (error !== null) callback(error, '', 0);
      else if (first === undefined || !addresses.every(({ address }) => isAllowedAddress(address, rules))) {
        callback(refused(), '', 0);
      } else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

const refused = () => new AddressNotAllowedError('The address is private or reserved.');
