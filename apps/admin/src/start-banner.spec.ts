import { execFileSync } from 'node:child_process';
import { startBanner } from './start-banner.js';

const facts = {
  url: 'http://localhost:3000',
  sandbox: true,
  embeddedDatabase: true,
  persona: undefined,
  firstLink: null,
};

describe('startBanner', () => {
  it('shows a new key once, with a curl line that works as it stands', () => {
    const banner = startBanner({
      ...facts,
      bootstrapKey: { from: 'generated', apiKey: 'dqe_KEY', keep: () => Promise.resolve(true) },
      persona: {
        label: 'Orla',
        number: '+33600000001',
        identity: { lastName: "O'Brien" },
        consent: false,
        note: '',
      },
    });
    expect(banner).toContain('http://localhost:3000/docs');
    expect(banner).toContain('API key      dqe_KEY');
    const command = banner.slice(banner.indexOf('curl'), banner.indexOf('  Next:'));
    const args = execFileSync('sh', ['-c', `curl() { printf '%s\\n' "$@"; }; ${command}`], {
      encoding: 'utf8',
    });
    expect(args.split('\n')).toEqual(
      expect.arrayContaining([
        'http://localhost:3000/api/v1/matches',
        'Authorization: Bearer dqe_KEY',
        JSON.stringify({ number: '+33600000001', identity: { lastName: "O'Brien" } }),
      ]),
    );
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
