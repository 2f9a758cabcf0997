import { readFileSync } from 'node:fs';
import * as library from './index.js';
import { EXIT } from './cli/run.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../README.md');
const [, errors = ''] = /<!-- table: errors -->([^]*?)<!-- end -->/.exec(readme) ?? [];
const named = (pattern: RegExp, text = errors) => [...text.matchAll(pattern)].map(([, name]) => name).sort();

describe('the README', () => {
  it('has a row for every error that is thrown', () => {
    const codes = named(/'(TLOG_\w+)'/g, read('./errors/transparency-log-error.ts'));
    const classes = Object.entries(library).flatMap(([name, value]) =>
      typeof value === 'function' && value.prototype instanceof library.TransparencyLogError ? [name] : [],
    );
    expect(codes.length).toBeGreaterThan(5);
    expect(named(/^\| `(\w+)`/gm)).toEqual(codes);
    expect(named(/^\| `\w+` +\| `(\w+)`/gm)).toEqual(classes.sort());
  });

  it('tells the exit codes, the options and the format there are', () => {
    const [, table = ''] = /\| exit code ([^]*?)\n\n/.exec(readme) ?? [];
    expect(named(/^\| +(\d) \|/gm, table)).toEqual(Object.values(EXIT).map(String));
    for (const option of ['key', 'checkpoint', 'witnesses', 'json', 'lang', 'quiet']) {
      expect(readme).toContain(`--${option}`);
    }
    expect(readme).toContain(`{"format":"${library.BUNDLE_FORMAT}"`);
    expect(readme).toContain(`at most ${library.MAX_LEAF_BYTES.toLocaleString('en')} bytes`);
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
