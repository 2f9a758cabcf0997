import type { BootstrapKeyOrigin } from './config/admin-secrets.js';

export interface BannerFacts {
  /** Without a trailing slash. */
  readonly url: string;
  readonly sandbox: boolean;
  readonly embeddedDatabase: boolean;
  readonly bootstrapKey: BootstrapKeyOrigin;
  /** For the first administrator; null as soon as anybody has come in. */
  readonly firstLink: string | null;
}

/**
 * What a person reads when the service has started: where to go, and the key. Nobody's name or number: it ends up where
 * logs do.
 */
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
    ...(facts.sandbox
      ? ['  A first match: “Try it” in the dashboard. Ctrl-C stops the service.', '', '']
      : []),
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
