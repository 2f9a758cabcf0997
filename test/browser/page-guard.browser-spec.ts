import type { Browser } from 'playwright-core';
import { seriousFindings } from '../support/axe.js';
import { launchChromium } from '../support/chromium.mjs';
import { PageGuard } from '../support/page-guard.js';

const POLICY = "default-src 'none'; script-src 'nonce-good'; style-src 'self'; connect-src *; img-src 'self'";
let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** A page that has this body, on an address nobody serves otherwise. */
async function opened(body: string) {
  const context = await browser.newContext({ baseURL: 'http://localhost:9' });
  const guard = await PageGuard.on(context);
  await context.route('http://localhost:9/**', (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path !== '/') return route.fulfill({ status: path === '/broken' ? 500 : 404 });
    const headers = { 'content-security-policy': POLICY, 'content-type': 'text/html' };
    return route.fulfill({
      headers,
      body: `<!doctype html><html lang="en"><title>A page</title><body>${body}</body></html>`,
    });
  });
  const page = await context.newPage();
  await page.goto('/', { waitUntil: 'networkidle' });
  return { page, guard, close: () => context.close() };
}

const script = (code: string) => `<script nonce="good">${code}</script>`;

it.each([
  ['a script the policy refuses', '<script>1</script>', /^policy: script-src-elem refuses inline$/],
  ['a style the policy refuses', '<p style="color: red">x</p>', /^policy: style-src-attr/],
  ['an error nobody caught', script('throw new Error("oh")'), /^uncaught: Error: oh/],
  ['a promise nobody caught', script('Promise.reject(new Error("oh"))'), /^uncaught: Error: oh/],
  ['a warning, as of React', script('console.error("Warning: each child")'), /^console: Warning/],
  [
    'a request to another host',
    script('fetch("http://elsewhere.example/x").catch(() => 0)'),
    /^elsewhere: fetch/,
  ],
  ['an answer of 500', script('fetch("/broken")'), /^HTTP 500: fetch \/broken/],
  ['a file that is not there', '<img alt="a cat" src="/cat.png">', /^HTTP 404: image \/cat.png/],
])('the guard sees %s', async (_, body, seen) => {
  const { guard, close } = await opened(body);
  expect(guard.complaints).toContainEqual(expect.stringMatching(seen));
  await close();
});

it('and has nothing to say of a page that does as it should, nor of a 404 that was asked for', async () => {
  const { page, guard, close } = await opened(`<h1>Well</h1>${script('fetch("/none").then(() => 0)')}`);
  expect([guard.complaints, await seriousFindings(page)]).toEqual([[], []]);
  await close();
});

it('axe runs under the policy, and finds a field without a name', async () => {
  const { page, guard, close } = await opened('<main><h1>Well</h1><input></main>');
  expect(await seriousFindings(page)).toEqual([expect.stringMatching(/^label, 1 times/)]);
  expect(guard.complaints).toEqual([]);
  await close();
});
