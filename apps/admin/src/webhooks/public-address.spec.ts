import fc from 'fast-check';
import { isAllowedAddress } from './public-address.js';

/** IANA's special-purpose registries of IPv4 and IPv6, and multicast. Written apart from the library that knows them too. */
const SPECIAL_V4 = `
  0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24
  192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4`
  .trim()
  .split(/\s+/);
const SPECIAL_V6 = `
  ::/128 ::1/128 ::/96 64:ff9b:1::/48 100::/64 2001::/23 2001:db8::/32 2002::/16 3fff::/20 4000::/3 5f00::/16
  8000::/1 fc00::/7 fe80::/10 fec0::/10 ff00::/8`
  .trim()
  .split(/\s+/);

const strictly = (address: string) => isAllowedAddress(address, { allowLoopback: false });

/** An address in a block: its prefix, then bits of somebody's choice. */
function within(block: string, bits: bigint): string {
  const [base = '', length = '0'] = block.split('/');
  const width = base.includes(':') ? 128n : 32n;
  const free = width - BigInt(length);
  return text(((numberOf(base) >> free) << free) | (bits & ((1n << free) - 1n)), width);
}

function numberOf(address: string): bigint {
  if (!address.includes(':')) return address.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
  const [head = '', tail = ''] = address.split('::');
  const [front, back] = [head, tail].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  const groups = [...front, ...Array<string>(8 - front.length - back.length).fill('0'), ...back];
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function text(value: bigint, width: bigint): string {
  const [step, radix, separator] = width === 32n ? [8n, 10, '.'] : [16n, 16, ':'];
  const parts: string[] = [];
  for (let at = width - step; at >= 0n; at -= step) {
    parts.push(((value >> at) & ((1n << step) - 1n)).toString(radix));
  }
  return parts.join(separator);
}

const bits = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
const v4 = fc.bigInt({ min: 0n, max: (1n << 32n) - 1n });
const isSpecialV4 = (value: bigint) => SPECIAL_V4.some((block) => within(block, value) === text(value, 32n));

describe('addresses a webhook may go to', () => {
  it.each([
    '93.184.215.14',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '2606:4700::6810:84e5',
  ])('%s is one', (address) => expect(strictly(address)).toBe(true));

  it.each([
    ['this machine', '127.0.0.1 127.255.255.254 ::1 0.0.0.0 ::'],
    ['a private network', '10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 fd12:3456::1'],
    ['the cloud’s metadata', '169.254.169.254 fe80::a9fe:a9fe fd00:ec2::254'],
    ['a carrier’s network', '100.64.0.1 100.127.255.255'],
    ['multicast, broadcast and reserved', '224.0.0.1 255.255.255.255 240.0.0.1 ff02::1'],
    ['documentation and benchmarks', '192.0.2.1 198.51.100.7 203.0.113.9 198.18.0.1 2001:db8::1'],
    ['one of these within IPv6', '::ffff:127.0.0.1 ::ffff:a9fe:a9fe 64:ff9b::10.0.0.1 ::127.0.0.1'],
    ['a tunnel', '2002:7f00:1:: 2002:808:808:: 2001:0:7f00:1::'],
    ['no address', 'localhost 1.2.3 12345678901 [::1] fe80::1%eth0 '],
  ])('%s is none', (_what, addresses) => {
    expect(addresses.split(' ').filter(strictly)).toEqual([]);
  });

  it('nothing of a special-purpose block is one, however it is written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SPECIAL_V4), bits, (block, choice) => {
        const address = within(block, choice);
        const hex = numberOf(address).toString(16).padStart(8, '0');
        const tail = `${hex.slice(0, 4)}:${hex.slice(4)}`;
        for (const form of [
          address,
          `::ffff:${tail}`,
          `::ffff:${address}`,
          `64:ff9b::${tail}`,
          `::${tail}`,
        ]) {
          expect([form, strictly(form)]).toEqual([form, false]);
        }
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...SPECIAL_V6), bits, (block, choice) => {
        const address = within(block, choice);
        expect([address, strictly(address)]).toEqual([address, false]);
      }),
    );
  });

  it('every other address of IPv4 is one, mapped and behind a NAT64 too', () => {
    fc.assert(
      fc.property(
        v4.filter((value) => !isSpecialV4(value) && !isAs112(value)),
        (value) => {
          const address = text(value, 32n);
          for (const form of [address, `::ffff:${address}`, `64:ff9b::${address}`]) {
            expect([form, strictly(form)]).toEqual([form, true]);
          }
        },
      ),
    );
  });

  it('this machine is one only where somebody said so, and nothing else is then', () => {
    const locally = (address: string) => isAllowedAddress(address, { allowLoopback: true });
    expect(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1'].filter(locally)).toHaveLength(4);
    expect(['10.0.0.1', '169.254.169.254', 'fe80::1', '0.0.0.0', '::'].filter(locally)).toEqual([]);
  });
});

/** Anycast for lookups that lead nowhere, and for tunnels: public, and refused all the same. */
function isAs112(value: bigint): boolean {
  return ['192.31.196.0/24', '192.52.193.0/24', '192.175.48.0/24'].some(
    (block) => within(block, value) === text(value, 32n),
  );
}
