import type { BootstrapKeyOrigin } from './config/admin-secrets.js';
import type { Persona } from './dashboard/offered-personas.js';

export interface BannerFacts {
  /** Without a trailing slash. */
  readonly url: string;
  readonly sandbox: boolean;
  readonly embeddedDatabase: boolean;
  readonly bootstrapKey: BootstrapKeyOrigin;
  readonly persona: Persona | undefined;
  /** For the first administrator; null as soon as anybody has come in. */
  readonly firstLink: string | null;
}

const SOMEBODY = {
  number: '+33612345678',
  identity: { firstName: 'Marie', lastName: 'Martin', birthDate: '1990-12-31' },
};

/** What a person reads when the service has started: where to go, the key, and a first match to paste. */
export function startBanner(facts: BannerFacts): string {
  return [
    '',
    '  DQE ID Mobile admin is running.',
    '',
    `    Dashboard    ${facts.url}/`,
    `    API docs     ${facts.url}/docs`,
    `    Ready?       ${facts.url}/health/ready`,
    `    DQE          ${facts.sandbox ? 'sandbox: invented people, nothing is billed' : 'the real service: matches are billed'}`,
    `    Database     ${facts.embeddedDatabase ? 'embedded' : 'PostgreSQL'}`,
    '',
    ...keyLines(facts.bootstrapKey),
    ...firstLinkLines(facts.firstLink),
    '',
    ...(facts.sandbox ? firstMatch(facts) : []),
  ].join('\n');
}

function keyLines(key: BootstrapKeyOrigin): string[] {
  switch (key.from) {
    case 'generated':
      return [
        `    API key      ${key.apiKey}`,
        '                 Shown this once: only its hash is kept. Store it now.',
      ];
    case 'file':
      return [
        '    API key      the one shown at the first start',
        `                 Lost it? Delete ${key.file} and restart for a new one, or set BOOTSTRAP_API_KEY.`,
      ];
    case 'environment':
      return ['    API key      the one in BOOTSTRAP_API_KEY'];
    case 'off':
      return ['    API key      one made with POST /api/v1/keys: BOOTSTRAP_API_KEY is off'];
  }
}

function firstLinkLines(link: string | null): string[] {
  return link === null
    ? []
    : [
        '',
        '    Nobody has signed in yet. For the first administrator, once, within 24 hours:',
        `    ${link}`,
        '                 The next start shows another one, until somebody has come in.',
      ];
}

function firstMatch({ url, bootstrapKey, persona }: BannerFacts): string[] {
  const { number, country, identity } = persona ?? { ...SOMEBODY, country: undefined };
  const body = JSON.stringify({ number, ...(country === undefined ? {} : { country }), identity });
  const key = bootstrapKey.from === 'generated' ? bootstrapKey.apiKey : '$API_KEY';
  return [
    '  A first match, to paste into another terminal:',
    '',
    ...(bootstrapKey.from === 'generated' ? [] : ["    API_KEY='your key'"]),
    `    curl -sS ${url}/api/v1/matches \\`,
    `      -H "Authorization: Bearer ${key}" \\`,
    `      -H 'Content-Type: application/json' \\`,
    `      -d '${body.replaceAll("'", "'\\''")}'`,
    '',
    '  Next: open the dashboard for more people to try, among them one who has to consent first;',
    `  then list what you did with GET ${url}/api/v1/matches. Ctrl-C stops the service.`,
    '',
    '',
  ];
}
