import { readFileSync } from 'node:fs';

import * as library from './index.js';
import { withStateDiagram } from './matching/match-state-diagram.js';
import { resolveOptions } from './options/resolve-options.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
const readme = read('../README.md');

/** The rows of a table of the README, without its head. */
function rowsOf(name: string): string[][] {
  const [, table = ''] = new RegExp(`<!-- table: ${name} -->([^]*?)<!-- end -->`).exec(readme) ?? [];
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}
/** Numbers by name, which is what the options made of several values are. */
const isPlain = (value: unknown): value is object =>
  Object.values(Object(value) as object).length > 0 &&
  Object.values(Object(value) as object).every((one) => typeof one === 'number');
const written = (value: object) =>
  `{ ${Object.entries(value)
    .map(([name, one]) => `${name}: ${String(one)}`)
    .join(', ')} }`;
const unquoted = (cell = '') => cell.replaceAll('`', '');

describe('the README', () => {
  it('has a row for every option, in the order of the interface', () => {
    const source = read('./options/dqe-idmobile-options.ts');
    const [, body = ''] = /export interface DqeIdmobileOptions \{([^]*?)\n\}/.exec(source) ?? [];
    const options = [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, name]) => name);
    expect(options.length).toBeGreaterThan(20);
    expect(rowsOf('options').map(([name]) => unquoted(name))).toEqual(options);
  });

  it('tells the defaults there are', () => {
    const needed = { baseUrl: 'https://a.example', licence: 'L', clientSecret: 'S', partnerName: 'P' };
    const defaults = new Map(rowsOf('options').map(([name, value]) => [unquoted(name), unquoted(value)]));
    for (const [name, value] of Object.entries(resolveOptions(needed))) {
      if (name in needed) expect(defaults.get(name)).toBe('needed');
      else if (name === 'tokenHttpMethod') expect(defaults.get(name)).toBe('as httpMethod');
      else if (isPlain(value)) expect(defaults.get(name)).toBe(written(value));
      else if (typeof value !== 'object' && typeof value !== 'function')
        expect(defaults.get(name)).toBe(String(value));
    }
  });

  it('has a row for every error that is thrown', () => {
    const codes =
      read('./errors/dqe-error.ts')
        .match(/'DQE_\w+'/g)
        ?.map((code) => code.slice(1, -1)) ?? [];
    const classes = Object.entries(library).flatMap(([name, value]) =>
      typeof value === 'function' && value.prototype instanceof library.DqeError && name !== 'DqeCallError'
        ? [name]
        : [],
    );
    const rows = rowsOf('errors');
    expect(rows.map(([code]) => unquoted(code)).sort()).toEqual(codes.sort());
    expect(rows.map(([, name]) => unquoted(name)).sort()).toEqual(classes.sort());
  });

  it.each(['../README.md', '../../../README.md'])(
    '(%s) draws the states as they are declared; if not: npm run docs:states',
    (path) => {
      const document = read(path);
      expect(document).toBe(withStateDiagram(document));
    },
  );

  it('names every variable of the environment that is read', () => {
    for (const [, name = ''] of read('./config.ts').matchAll(/read\('(\w+)'\)/g))
      expect(readme).toContain(`\`${name}\``);
  });

  it('links to what is there', () => {
    const anchors = [...readme.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    for (const link of links.filter((target) => target.startsWith('#')))
      expect(anchors).toContain(link.slice(1));
    for (const link of links.filter((target) => !/^(#|https:)/.test(target)))
      expect(() => read(`../${link}`)).not.toThrow();
  });
});
