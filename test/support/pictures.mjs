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
  const page = await browser.newPage({ viewport: { width: 1000, height: 700 }, deviceScaleFactor: 1 });
  await page.goto(await address());
  await page.fill('#api-key', KEY);
  // A claim with two mistakes, so that there is something to see.
  await page.fill('#identity-firstName', 'Camile');
  await page.fill('#identity-postalCode', '75019');
  await page.click('button[type=submit]');
  const result = page.locator('section', { has: page.locator('#match') });
  await result.locator('.timeline').waitFor();
  await result.screenshot({ path: join(folder, 'match.png') });

  await page.selectOption('#persona', { label: 'Hugo Bernard (Orange)' });
  await page.click('button[type=submit]');
  await page.locator('a.primary').click();
  await page.waitForURL(/operator/);
  await page.setViewportSize({ width: 1000, height: 560 });
  await page.screenshot({ path: join(folder, 'consent.png') });
} finally {
  await browser.close();
  service.kill('SIGTERM');
  if (service.exitCode === null) await once(service, 'exit');
  rmSync(dataDir, { recursive: true, force: true });
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
