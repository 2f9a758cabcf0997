import { SANDBOX_SUBSCRIBERS } from 'nestjs-dqe-idmobile/testing';
import { startBanner } from './start-banner.js';

const facts = {
  url: 'http://localhost:3000',
  sandbox: true,
  embeddedDatabase: true,
  firstLink: null,
};

describe('startBanner', () => {
  it('shows a new key once, and nothing of anybody', () => {
    const bootstrapKey = { from: 'generated', apiKey: 'dqe_KEY', keep: () => Promise.resolve(true) } as const;
    const banner = startBanner({ ...facts, bootstrapKey });
    expect(banner).toContain('http://localhost:3000/docs');
    expect(banner).toContain('API key      dqe_KEY');
    expect(banner).toContain('“Try it”');
    for (const { number, identity } of SANDBOX_SUBSCRIBERS) {
      expect(banner).not.toContain(number.slice(-9));
      expect(banner).not.toContain(identity.lastname);
    }
  });

  it('says how to get a new key at later starts', () => {
    const banner = startBanner({ ...facts, bootstrapKey: { from: 'file', file: '/data/key' } });
    expect(banner).toContain('Delete /data/key');
    expect(banner).toContain('BOOTSTRAP_API_KEY');
  });

  it('names no key where the bootstrap key is off', () => {
    const banner = startBanner({ ...facts, bootstrapKey: { from: 'off' } });
    expect(banner).toContain('BOOTSTRAP_API_KEY is off');
    expect(banner).toContain('/api/v1/keys');
  });

  it('shows the link for the first administrator while there is one', () => {
    const key = { bootstrapKey: { from: 'environment' } } as const;
    const link = 'http://localhost:3000/sign-in#invite=TOKEN';
    expect(startBanner({ ...facts, ...key, firstLink: link })).toContain(`    ${link}\n`);
    expect(startBanner({ ...facts, ...key })).not.toContain('#invite=');
  });

  it('invites nobody to paste a match that is billed', () => {
    const banner = startBanner({ ...facts, sandbox: false, bootstrapKey: { from: 'environment' } });
    expect(banner).not.toContain('curl');
    expect(banner).toContain('matches are billed');
  });
});
