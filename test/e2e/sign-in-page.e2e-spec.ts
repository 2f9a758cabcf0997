import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { InvitationsService } from '../../apps/admin/src/people/invitations.service.js';
import { AdminService } from '../support/admin-service.js';
import { ShiftedClock } from '../support/shifted-clock.js';
import { PASSWORD, Staff, StaffBrowser } from '../support/staff.js';

/** Where there is none, the page is tested elsewhere, as in CI: CHROMIUM names another. */
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const TEXTS = {
  en: { welcome: 'Welcome', wrong: 'do not fit together', used: 'used already', out: 'You are signed out.' },
  fr: {
    welcome: 'Bienvenue',
    wrong: 'ne correspondent pas',
    used: 'déjà servi',
    out: 'Vous êtes déconnecté.',
  },
} as const;

const given = existsSync(CHROMIUM) ? describe : describe.skip;

given.each(['en', 'fr'] as const)('the sign-in page in a browser that speaks %s', (language) => {
  let service: AdminService;
  let browser: Browser;
  let page: Page;
  let link: string;
  const complaints: string[] = [];
  const texts = TEXTS[language];
  const somebody = () => new Staff(new StaffBrowser(service), `${language}@bank.example`);
  let staff: Staff;

  beforeAll(async () => {
    service = await AdminService.start({ clock: new ShiftedClock() });
    link = (await service.app.get(InvitationsService, { strict: false }).first())!;
    staff = somebody();
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
    page = await browser.newPage({ locale: language });
    page.on('console', (line) => {
      if (/Content Security Policy|Uncaught/.test(line.text())) complaints.push(line.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
  });
  afterAll(async () => {
    await browser.close();
    await service.close();
  });

  it('takes the first administrator from the link to who they are', async () => {
    await page.goto(link);
    await page.getByRole('heading', { name: texts.welcome }).waitFor();
    // The token is nowhere to be seen any more.
    expect(page.url()).toBe(link.split('#')[0]);
    await page.fill('#invite-form [name=email]', staff.email);
    await page.fill('#invite-form [name=name]', 'Marie Martin');
    await page.fill('#invite-form [name=password]', PASSWORD);
    const secret = (await page.locator('#secret').textContent())!.replaceAll(' ', '');
    staff.enrol(secret);
    const picture = page.locator('#picture');
    expect(await picture.getAttribute('alt')).toMatch(/QR/);
    expect(await picture.evaluate((image: { naturalWidth: number }) => image.naturalWidth)).toBeGreaterThan(
      0,
    );
    await page.fill('#invite-form [name=code]', staff.code());
    await page.click('#invite-form button[type=submit]');
    await page.locator('#backup-codes li').first().waitFor();
    expect(await page.locator('#backup-codes li').count()).toBe(10);
    await page.click('#kept');
    await page.getByText('Marie Martin').waitFor();
    expect(await page.locator('#me-roles').textContent()).toBe('admin');
  });

  it('stays signed in over a reload, and lets them out', async () => {
    await page.reload();
    await page.getByText('Marie Martin').waitFor();
    await page.click('#sign-out');
    await page.getByText(texts.out).waitFor();
    await page.reload();
    await page.locator('#password-form').waitFor();
  });

  it('says what is wrong, and then lets them in by password and code', async () => {
    await page.fill('#password-form [name=email]', staff.email);
    await page.fill('#password-form [name=password]', 'not the right one');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(texts.wrong).waitFor();
    await page.fill('#password-form [name=password]', PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('#code-form').waitFor();
    await page.fill('#code-form [name=code]', staff.code());
    await page.keyboard.press('Enter');
    await page.getByText('Marie Martin').waitFor();
  });

  it('says of a used link that it is', async () => {
    await page.goto('about:blank');
    await page.goto(link);
    await page.getByRole('alert').getByText(texts.used).waitFor();
  });

  it('every field has a name, and nothing breaks the policy of our own files only', async () => {
    const unnamed = await page
      .locator('input')
      .evaluateAll(
        (inputs) =>
          inputs.filter((input) => !(input as { labels?: { length: number } }).labels?.length).length,
      );
    const silent = await page
      .locator('button')
      .evaluateAll((all) => all.filter((b) => !b.textContent).length);
    expect([unnamed, silent]).toEqual([0, 0]);
    expect(complaints).toEqual([]);
  });
});
