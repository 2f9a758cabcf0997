/* global document, requestAnimationFrame, requestIdleCallback -- of the page */
// How long until the overview can be worked with a million matches over ninety days? The service as it is built, on PostgreSQL, and
// the Chromium of the browser tests, on one machine. TEST_DATABASE_URL has to lead to a server.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase } from '@dqe-admin/database';
import { launchChromium } from '../support/chromium.mjs';
import { startService } from '../support/running-service.mjs';
import { fill } from './fill.mjs';
import { spreadOf } from './matches.mjs';
import { ownDatabase } from './own-database.mjs';

const FULL = { matches: 1_000_000, days: 90, rounds: 11 };
const KEY = 'dashboard-benchmark-key-0123456789';

export async function run({ matches, days, rounds } = FULL) {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error('set TEST_DATABASE_URL to a PostgreSQL server');
  const { url, drop } = await ownDatabase(server, 'dashboard');
  const dataDir = mkdtempSync(join(tmpdir(), 'dqe-bench-'));
  try {
    await countedMatches(url, { matches, days });
    const service = await startService({ DATABASE_URL: url, DATA_DIR: dataDir, BOOTSTRAP_API_KEY: KEY });
    const browser = await launchChromium();
    try {
      return report(await visits(browser, service.home, rounds), { matches, days, rounds });
    } finally {
      await browser.close();
      await service.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
    await drop();
  }
}

/** As they are once the service has counted them, which it does in the background. */
async function countedMatches(url, size) {
  const database = await openDatabase({ url, statementTimeoutMs: 0 });
  try {
    await migrate(database);
    await fill(database, size);
    const { PrismaCounting } = await import('../../apps/admin/dist/reports/counts/prisma-counting.js');
    await new PrismaCounting(database).run();
  } finally {
    await database.close();
  }
}

/** Each round is a browser that has nothing yet, and then the same once more. One round more, to warm the service up. */
async function visits(browser, home, rounds) {
  const first = [];
  const again = [];
  for (let round = 0; round <= rounds; round += 1) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en' });
    await context.addInitScript(watch, KEY);
    const page = await context.newPage();
    await page.goto(home);
    const one = await measured(page);
    await page.reload();
    const other = await measured(page);
    await context.close();
    if (round === 0) continue;
    first.push(one);
    again.push(other);
  }
  return { first, again };
}

/**
 * In the page, before anything of it: signs in, and notes when every chart is drawn, when the browser has nothing to do
 * for the first time after that, and how long what was asked of the service took.
 */
function watch(key) {
  sessionStorage.setItem('idmobile.apiKey', key);
  const look = () => {
    const charts = document.querySelectorAll('main .recharts-surface').length;
    if (charts < 5) return void requestAnimationFrame(look);
    globalThis.drawn = performance.now();
    requestIdleCallback(() => (globalThis.interactive = performance.now()));
  };
  requestAnimationFrame(look);
}

async function measured(page) {
  await page.waitForFunction(() => globalThis.interactive !== undefined, undefined, { timeout: 60_000 });
  const figures = await page.evaluate(() => {
    const files = performance.getEntriesByType('resource');
    const overview = files.find(({ name }) => name.includes('reports/overview'));
    const bytes = files
      .filter(({ name }) => /\.js$/.test(name))
      .reduce((sum, file) => sum + file.transferSize, 0);
    const { drawn, interactive } = globalThis;
    return { drawn, interactive, asked: overview.responseEnd - overview.startTime, bytes };
  });
  const shown = await page
    .getByRole('listitem')
    .filter({ hasText: /^Matches\d/ })
    .count();
  if (shown !== 1) throw new Error('the overview shows no number of matches');
  return figures;
}

function report({ first, again }, { matches, days, rounds }) {
  const ms = (value) => `${Math.round(value).toLocaleString('en')} ms`;
  const row = (name, samples, field) => {
    const { middle, most } = spreadOf(samples.map((sample) => sample[field]));
    return `| ${name} | ${ms(middle)} | ${ms(most)} |`;
  };
  const kilobytes = Math.round(first[0].bytes / 1000);
  return `# The overview with ${matches.toLocaleString('en')} matches

The service on PostgreSQL with ${days} days of matches as [fill.mjs](../../test/bench/fill.mjs) makes them, and the Chromium of the
browser tests, on one machine. By the page's own clock, from the beginning of the navigation: all charts of the last 30 days are
drawn; the browser has nothing to do for the first time after that, so that what is clicked is done at once. Median and longest of
${rounds}, after one to warm up. Under 1,500 ms is what is asked for.

| | median | longest |
| --- | ---: | ---: |
${row('first visit: drawn', first, 'drawn')}
${row('first visit: **interactive**', first, 'interactive')}
${row('first visit: of that, the service made the overview', first, 'asked')}
${row('files at hand: drawn', again, 'drawn')}
${row('files at hand: **interactive**', again, 'interactive')}
${row('files at hand: of that, the service made the overview', again, 'asked')}

A first visit takes ${kilobytes.toLocaleString('en')} kB of JavaScript.
`;
}
