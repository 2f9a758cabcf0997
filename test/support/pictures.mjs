// npm run pictures: the pictures of the README and of docs/tour.md, taken of the running product.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { totpAt } from '../../apps/admin/dist/people/totp.js';
import { launchChromium } from './chromium.mjs';
import { built, startService } from './running-service.mjs';

const KEY = 'pictures-key-0123456789';
const folder = fileURLToPath(new URL('../../docs/pictures/', import.meta.url));

const browser = await launchChromium();
try {
  await withService(matchesAndConsent);
  await withService(reportOnAPerson);
  await withService(sampleData, (dataDir) => {
    const env = { ...process.env, DATA_DIR: dataDir };
    execFileSync(process.execPath, [built('main-demo.js'), 'seed'], { env, stdio: 'ignore' });
  });
} finally {
  await browser.close();
}

/** What somebody new sees, and does first. */
async function matchesAndConsent(home) {
  const page = await browser.newPage({ viewport: { width: 1240, height: 800 }, locale: 'en' });
  await fill(home);
  await page.goto(home);
  await page.getByLabel('API key').waitFor();
  await take(page, 'tour-sign-in', { height: 620 });
  await signIn(page, home);
  await page.goto(`${home}#/matches`);
  await page.locator('td').first().waitFor();
  await take(page, 'matches', { height: 800 });

  await page.goto(`${home}#/start`);
  await page.getByRole('heading', { name: 'Verify the proof' }).waitFor();
  await take(page, 'tour-first-steps', { height: 900 });

  await page.goto(`${home}#/try-it`);
  await page.getByRole('button', { name: 'Run the match' }).waitFor();
  await take(page, 'tour-try-it', { height: 900 });

  // A claim with two mistakes, so that there is something to see.
  await page.getByLabel('First name', { exact: true }).fill('Camile');
  await page.getByLabel('Postal code').fill('75019');
  await page.getByRole('button', { name: 'Run the match' }).click();
  await page.getByText(/All \d+ events of the match are in the log/).waitFor();
  await page.getByText('settled', { exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
  await take(page, 'match', { height: 1040 });

  await page.goto(`${home}#/evidence`);
  await page.getByRole('button', { name: 'Verify the log now' }).click();
  await page.getByText('All as it was').first().waitFor();
  await take(page, 'tour-evidence', { height: 700 });

  await page.goto(`${home}#/try-it`);
  await page.getByLabel('Somebody the sandbox knows').click();
  await page.getByRole('option', { name: 'Hugo Bernard (Orange)' }).click();
  await page.getByRole('button', { name: 'Run the match' }).click();
  await page.getByRole('link', { name: 'Go to the operator’s page' }).click();
  await page.waitForURL(/operator/);
  await take(page, 'consent', { width: 1000, height: 560 });
}

/** What somebody is told of what is held on them. No key may see that: it takes a person. */
async function reportOnAPerson(home) {
  const context = await browser.newContext({ viewport: { width: 1240, height: 800 }, locale: 'en' });
  await fill(home);
  await comeIn(context, home, 'auditor');
  const page = await context.newPage();
  await page.goto(`${home}#/subject-reports`);
  await page.getByLabel('Mobile number').fill('0600001001');
  await page.getByRole('button', { name: 'Make the report' }).click();
  await page.getByRole('heading', { name: 'What was claimed' }).first().waitFor();
  await take(page, 'tour-subject-report', { height: 1000 });
}

/** Somebody of that role, invited, and signed in by the cookies of the context. */
async function comeIn(context, home, role) {
  const ask = async (path, data, headers = { 'sec-fetch-site': 'same-origin' }) =>
    (await context.request.post(`${home}api/v1/${path}`, { data, headers })).json();
  const person = { email: `${role}@bank.example`, name: `A ${role}` };
  const { invitation } = await ask(
    'people',
    { ...person, roles: [role] },
    { authorization: `Bearer ${KEY}` },
  );
  const token = invitation.split('#invite=')[1];
  const { secret } = await ask('auth/invitation', { token });
  const code = totpAt(fromBase32(secret), Date.now());
  await ask('auth/invitation/accept', { token, ...person, password: 'four unrelated words here', code });
}

function fromBase32(text) {
  const bits = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter));
  const bytes = bits
    .map((bit) => bit.toString(2).padStart(5, '0'))
    .join('')
    .match(/.{8}/g);
  return bytes.map((byte) => String.fromCharCode(parseInt(byte, 2))).join('');
}

/** What the days of a whole quarter look like. */
async function sampleData(home) {
  const page = await browser.newPage({ viewport: { width: 1240, height: 800 }, locale: 'en' });
  await signIn(page, home);
  await page.goto(`${home}#/`);
  await page.locator('.recharts-bar').first().waitFor();
  await take(page, 'overview', { height: 900 });
  for (const [place, content] of [
    ['reports', '.recharts-bar'],
    ['policies', 'td'],
    ['audit', 'td'],
  ]) {
    await page.goto(`${home}#/${place}`);
    await page.getByRole('progressbar').first().waitFor({ state: 'detached' });
    await page.locator(content).first().waitFor();
    await take(page, `tour-${place}`, { height: 800 });
  }
}

async function signIn(page, home) {
  await page.goto(home);
  await page.getByLabel('API key').fill(KEY);
  await page.getByRole('button', { name: 'Use this key' }).click();
  await page.getByRole('menuitem', { name: 'Try it' }).waitFor();
}

async function take(page, name, { width = 1240, height }) {
  await page.setViewportSize({ width, height });
  await page.mouse.move(0, 0);
  // Charts and menus move into place.
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

async function withService(use, before = () => undefined) {
  const dataDir = mkdtempSync(join(tmpdir(), 'dqe-pictures-'));
  before(dataDir);
  try {
    const { home, stop } = await startService({ DATA_DIR: dataDir, BOOTSTRAP_API_KEY: KEY });
    await use(home).finally(stop);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
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
