import { type CallbackPage, callbackPage } from './callback-page.js';

const PAGES: readonly CallbackPage[] = [
  'done',
  'in_progress',
  'expired',
  'other_browser',
  'unavailable',
  'unknown',
];
const titleOf = (html: string) => /<h1>(.+)<\/h1>/.exec(html)?.[1];
const languageOf = (header: string | undefined) =>
  /<html lang="(\w+)">/.exec(callbackPage('done', header))?.[1];

describe('the page of a callback', () => {
  it('has a title and a text of its own for every outcome, in both languages', () => {
    const titles = PAGES.flatMap((page) =>
      ['en', 'fr'].map((language) => titleOf(callbackPage(page, language))),
    );
    expect(new Set(titles).size).toBe(2 * PAGES.length);
    expect(titles).not.toContain(undefined);
  });

  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de, es', 'en'],
    ['fr', 'fr'],
    ['FR-ca', 'fr'],
    ['de, fr;q=0.8, en;q=0.5', 'fr'],
    ['en-GB, fr', 'en'],
    ['frr, xen', 'en'],
  ])('in answer to Accept-Language %j is in %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });

  it.each(PAGES)('%s holds neither script nor style, and nothing from elsewhere', (page) => {
    expect(callbackPage(page, 'fr')).not.toMatch(/<script|<style|\sstyle=|\son\w+=|https?:|\/\//);
  });

  it('repeats nothing of what the browser sent', () => {
    expect(callbackPage('unknown', 'fr, "><script>alert(1)</script>')).not.toContain('alert');
  });
});
