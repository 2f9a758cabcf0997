import { readFileSync } from 'node:fs';
import * as library from './index.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../README.md');
const [, errors = ''] = /<!-- table: errors -->([^]*?)<!-- end -->/.exec(readme) ?? [];
const named = (pattern: RegExp) => [...errors.matchAll(pattern)].map(([, name]) => name).sort();

describe('the README', () => {
  it('has a row for every error that is thrown', () => {
    const codes = [...read('./errors/sealed-fields-error.ts').matchAll(/'(SEALED_\w+)'/g)].map(
      ([, code]) => code,
    );
    const classes = Object.entries(library).flatMap(([name, value]) =>
      typeof value === 'function' && value.prototype instanceof library.SealedFieldsError ? [name] : [],
    );
    expect(codes.length).toBeGreaterThan(5);
    expect(named(/^\| `(\w+)`/gm)).toEqual(codes.sort());
    expect(named(/^\| `\w+` +\| `(\w+)`/gm)).toEqual(classes.sort());
  });

  it('tells the overhead of an envelope and the defaults there are', () => {
    expect(readme).toContain(`**Envelope**, ${library.ENVELOPE_OVERHEAD} bytes longer than its value`);
    const source = read('./subject-keys/subject-keys.ts');
    expect(source).toContain('maxKeys = 10_000, ttlMs = 60_000');
    expect(readme.replaceAll('\n', ' ')).toContain(
      '`maxKeys` (10,000) used last, for at most `ttlMs` (60,000)',
    );
  });

  it('links to what is there', () => {
    const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...readme.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(anchors).toContain(link);
  });
});
