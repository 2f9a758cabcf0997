import { randomBytes, randomUUID } from 'node:crypto';
import { AdminSecrets } from '../config/admin-secrets.js';
import type { PublicUrl } from '../http/public-url.js';
import { Sealer } from '../sealing/sealer.js';
import { BrowserCookie } from './browser-cookie.js';

const at = (base: string, authSecret = randomBytes(32).toString('hex')) => {
  const secrets = new AdminSecrets({
    masterKeys: [{ id: 'test', key: randomBytes(32) }],
    ...{ evidenceSigningKeys: [randomBytes(32)], authSecret },
    ...{ bootstrapKeyHash: randomBytes(32), bootstrapKey: { from: 'environment' } },
  });
  return new BrowserCookie(new Sealer(secrets), {
    resolve: (path: string) => base + path,
  } as unknown as PublicUrl);
};
const pairOf = (setCookie: string) => setCookie.split(';', 1)[0]!;

describe('the cookie of a browser that came through our link', () => {
  const id = randomUUID();

  it.each([
    ['http://localhost:3000', 'Path=/idmobile; HttpOnly; SameSite=Lax'],
    ['https://id.example', 'Path=/idmobile; HttpOnly; SameSite=Lax; Secure'],
    ['https://id.example/verify', 'Path=/verify/idmobile; HttpOnly; SameSite=Lax; Secure'],
  ])('at %s has %s', (base, attributes) => {
    const cookie = at(base);
    expect(cookie.given(id, 300)).toMatch(new RegExp(`^idmobile-${id}=[\\w-]{43}; Max-Age=300; `));
    expect(cookie.given(id, 300).endsWith(`; Max-Age=300; ${attributes}`)).toBe(true);
    expect(cookie.taken(id)).toBe(`idmobile-${id}=; Max-Age=0; ${attributes}`);
  });

  it('is the same for every browser, and another for another match or another service', () => {
    const [one, other] = [at('https://id.example', 'a'.repeat(64)), at('https://id.example')];
    expect(one.given(id, 1)).toBe(at('https://id.example', 'a'.repeat(64)).given(id, 1));
    expect(other.isIn(pairOf(one.given(id, 1)), id)).toBe(false);
    const another = randomUUID();
    expect(one.isIn(pairOf(one.given(another, 1)).replace(another, id), id)).toBe(false);
  });

  it('is found among others, also behind one of the same name', () => {
    const cookie = at('https://id.example');
    const own = pairOf(cookie.given(id, 1));
    for (const header of [own, `a=b; ${own}`, `${own};a=b`, `idmobile-${id}=planted; ${own}; c`]) {
      expect(cookie.isIn(header, id)).toBe(true);
    }
    for (const header of [
      undefined,
      '',
      'a=b',
      `x${own}`,
      own.slice(0, -1),
      `a=${own}`,
      own.split('=', 1)[0],
    ]) {
      expect(cookie.isIn(header, id)).toBe(false);
    }
  });
});
