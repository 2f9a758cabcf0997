import type { LookupAddress } from 'node:dns';
import { guardedLookup } from './guarded-agent.js';

const PUBLIC: LookupAddress = { address: '93.184.215.14', family: 4 };
const ALSO_PUBLIC: LookupAddress = { address: '2606:4700::6810:84e5', family: 6 };
const METADATA: LookupAddress = { address: '169.254.169.254', family: 4 };

function look(addresses: LookupAddress[], all: boolean, failure: NodeJS.ErrnoException | null = null) {
  const lookup = guardedLookup({ allowLoopback: false }, (_hostname, callback) =>
    callback(failure, addresses),
  );
  return new Promise((resolve) => {
    lookup('partner.example', { all }, (error, address, family) =>
      resolve(error === null ? [address, family] : (error as { code?: string }).code),
    );
  });
}

it('answers as a lookup does, with one address or with all', async () => {
  expect(await look([PUBLIC, ALSO_PUBLIC], false)).toEqual([PUBLIC.address, 4]);
  expect(await look([PUBLIC, ALSO_PUBLIC], true)).toEqual([[PUBLIC, ALSO_PUBLIC], undefined]);
});

it.each([
  ['a private address', [METADATA]],
  ['a private address among public ones', [PUBLIC, METADATA]],
  ['no address', []],
])('refuses a name that leads to %s', async (_what, addresses) => {
  expect(await look(addresses, true)).toBe('address_not_allowed');
  expect(await look(addresses, false)).toBe('address_not_allowed');
});

it('passes on that there is no such name', async () => {
  const failure = Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
  expect(await look([], true, failure)).toBe('ENOTFOUND');
});
