import type { LookupAddress } from 'node:dns';
import { request } from 'undici';
import { SSRF_ADDRESSES, SSRF_NAMES } from '../../../../test/corpora/ssrf.js';
import { problemOfEndpointUrl } from './endpoint-url.js';
import { guardedAgent, guardedLookup } from './guarded-agent.js';

const RULES = { allowLoopback: false };
const found = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 });
const look = (addresses: readonly string[], all: boolean) => {
  const lookup = guardedLookup(RULES, (_name, callback) => callback(null, addresses.map(found)));
  return new Promise((resolve) => {
    lookup('partner.example', { all }, (error) => resolve((error as { code?: string } | null)?.code));
  });
};

describe('of the corpus of server-side request forgery, none is accepted', () => {
  it('as an address: not registered', () => {
    const accepted = SSRF_ADDRESSES.filter((url) => problemOfEndpointUrl(url, RULES) === null);
    expect(accepted).toEqual([]);
  });

  it('as an address: not connected to either, should one ever get in', async () => {
    const agent = guardedAgent(RULES);
    for (const host of [
      '127.0.0.1',
      '10.0.0.1',
      '169.254.169.254',
      '[::1]',
      '[::ffff:a9fe:a9fe]',
      '[fe80::1]',
    ]) {
      const failure = await request(`https://${host}/`, { dispatcher: agent }).catch(
        (error: unknown) => error,
      );
      expect([host, (failure as { code?: string }).code]).toEqual([host, 'address_not_allowed']);
    }
    await agent.close();
  });

  it.each(SSRF_NAMES)('as the name %s, which leads to %s: not connected to', async (_name, address) => {
    for (const all of [true, false]) {
      expect(await look([address], all)).toBe('address_not_allowed');
      expect(await look(['93.184.215.14', address], all)).toBe('address_not_allowed');
    }
  });

  it('as a name that leads elsewhere the next time: each connection looks anew', async () => {
    const answers = ['93.184.215.14', '169.254.169.254'];
    const lookup = guardedLookup(RULES, (_name, callback) => callback(null, [found(answers.shift()!)]));
    const looked = () =>
      new Promise((resolve) => {
        lookup('rebinding.example', { all: true }, (error) =>
          resolve((error as { code?: string } | null)?.code),
        );
      });
    expect([await looked(), await looked()]).toEqual([undefined, 'address_not_allowed']);
  });
});
