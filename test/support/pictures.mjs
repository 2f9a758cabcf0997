// npm run pictures: the pictures of the README, taken of the running product.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchChromium } from './chromium.mjs';

const KEY = 'pictures-key-0123456789';
const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));
const dataDir = mkdtempSync(join(tmpdir(), 'dqe-pictures-'));

const service = spawn(
  process.execPath,
  [fileURLToPath(new URL('../../apps/admin/dist/main.js', import.meta.url))],
  {
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, BOOTSTRAP_API_KEY: KEY, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'pipe'],
  },
);
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1240, height: 800 }, locale: 'en' });
  const home = await address();
  await fill(home);
  await page.goto(home);
  await page.getByLabel('API key').fill(KEY);
  await page.getByRole('button', { name: 'Use this key' }).click();
  // What is at the start differs with what the dashboard has: the list is there in any case.
  await page.goto(`${home}#/matches`);
  await page.locator('td').first().waitFor();
  await page.screenshot({ path: join(folder, 'matches.png') });

  // A claim with two mistakes, so that there is something to see.
  await page.goto(`${home}#/try-it`);
  await page.getByLabel('First name', { exact: true }).fill('Camile');
  await page.getByLabel('Postal code').fill('75019');
  await page.getByRole('button', { name: 'Run the match' }).click();
  await page.getByText(/All \d+ events of the match are in the log/).waitFor();
  await page.getByText('settled', { exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
  await page.setViewportSize({ width: 1240, height: 1040 });
  await page.screenshot({ path: join(folder, 'match.png') });

  await page.goto(`${home}#/try-it`);
  await page.getByLabel('Somebody the sandbox knows').click();
  await page.getByRole('option', { name: 'Hugo Bernard (Orange)' }).click();
  await page.getByRole('button', { name: 'Run the match' }).click();
  await page.getByRole('link', { name: 'Go to the operator’s page' }).click();
  await page.waitForURL(/operator/);
  await page.setViewportSize({ width: 1000, height: 560 });
  await page.screenshot({ path: join(folder, 'consent.png') });
} finally {
  await browser.close();
  service.kill('SIGTERM');
  if (service.exitCode === null) await once(service, 'exit');
  rmSync(dataDir, { recursive: true, force: true });
}

/** So that the list has something to show: whom the sandbox knows, each third with another's last name. */
async function fill(home) {
  const { personas } = await (await fetch(`${home}start.json`)).json();
  for (const [index, { number, country, identity, consent }] of personas.entries()) {
    const claimed = index % 3 === 1 ? { ...identity, lastName: 'Somebody' } : identity;
    const body = { number, country, identity: claimed, reference: `order-${4700 + index}` };
    await fetch(`${home}api/v1/matches`, {
      method: 'POST',
      headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
      body: JSON.stringify({ ...body, ...(consent ? { consent: {} } : {}) }),
    });
  }
}

async function address() {
  let printed = '';
  for await (const chunk of service.stderr) {
    printed += chunk;
    const found = /Dashboard\s+(http\S+)/.exec(printed);
    if (found !== null) return found[1];
  }
  throw new Error(printed);
}
