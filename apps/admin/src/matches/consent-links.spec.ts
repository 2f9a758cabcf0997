import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { AdminSecrets } from '../config/admin-secrets.js';
import type { PublicUrl } from '../http/public-url.js';
import { Sealer } from '../sealing/sealer.js';
import { ConsentLinks } from './consent-links.js';

const base = 'https://id.example.com/admin';
const publicUrl = { resolve: (path: string) => base + path } as PublicUrl;
const linksOf = () => {
  const authSecret = randomBytes(32).toString('hex');
  const secrets = new AdminSecrets({
    masterKeys: [{ id: 'test', key: randomBytes(32) }],
    ...{ evidenceSigningKeys: [randomBytes(32)], authSecret },
    ...{ bootstrapKeyHash: randomBytes(32), bootstrapKey: { from: 'environment' } },
  });
  return new ConsentLinks(new Sealer(secrets), publicUrl);
};
const handleOf = (link: string) => link.slice(link.lastIndexOf('/') + 1);

describe('our link to the operator', () => {
  const links = linksOf();

  it('is the same each time, under our own address, and another for another match', () => {
    const [one, other] = [randomUUID(), randomUUID()];
    expect(links.linkOf(one)).toMatch(/^https:\/\/id\.example\.com\/admin\/idmobile\/consent\/[\w-]{64}$/);
    expect(links.linkOf(one)).toBe(links.linkOf(one));
    expect(links.linkOf(one)).not.toBe(links.linkOf(other));
  });

  it('leads to its match', () => {
    fc.assert(
      fc.property(fc.uuid(), (id) => {
        expect(links.matchIdOf(handleOf(links.linkOf(id)))).toBe(id);
      }),
    );
  });

  it('leads nowhere with a single bit changed, or made with another key', () => {
    const id = randomUUID();
    const bytes = Buffer.from(handleOf(links.linkOf(id)), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(links.matchIdOf(changed.toString('base64url'))).toBeNull();
    }
    expect(links.matchIdOf(handleOf(linksOf().linkOf(id)))).toBeNull();
  });

  it('leads nowhere when it is no handle at all', () => {
    const handle = handleOf(links.linkOf(randomUUID()));
    for (const wrong of ['', 'x', handle.slice(1), `${handle}A`, `${handle}=`, handle.replace(/.$/, '\n')]) {
      expect(links.matchIdOf(wrong)).toBeNull();
    }
    fc.assert(fc.property(fc.string(), (text) => expect(links.matchIdOf(text)).toBeNull()));
  });
});
