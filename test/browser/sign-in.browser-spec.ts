import type { Page } from 'playwright-core';
import { InvitationsService } from '../../apps/admin/src/people/invitations.service.js';
import { seriousFindings } from '../support/axe.js';
import { BrowserSuite } from '../support/browser-suite.js';
import { PASSWORD, Staff, StaffBrowser } from '../support/staff.js';

const TEXTS = {
  en: { welcome: 'Welcome', wrong: 'do not fit together', used: 'used already', out: 'You are signed out.' },
  fr: {
    welcome: 'Bienvenue',
    wrong: 'ne correspondent pas',
    used: 'déjà servi',
    out: 'Vous êtes déconnecté.',
  },
} as const;

describe.each(['en', 'fr'] as const)('the sign-in page in a browser that speaks %s', (language) => {
  const suite = new BrowserSuite();
  const texts = TEXTS[language];
  let link: string;
  let staff: Staff;
  beforeAll(async () => {
    link = (await suite.service.app.get(InvitationsService, { strict: false }).first())!;
    staff = new Staff(new StaffBrowser(suite.service), `${language}@bank.example`);
  });

  /** Password and code, by keyboard. */
  async function signIn(page: Page): Promise<void> {
    await page.fill('#password-form [name=email]', staff.email);
    await page.fill('#password-form [name=password]', PASSWORD);
    await page.keyboard.press('Enter');
    await page.locator('#code-form').waitFor();
    await page.fill('#code-form [name=code]', staff.code());
    await page.keyboard.press('Enter');
    await page.getByText('Marie Martin').waitFor();
  }

  it('takes the first administrator from the link to who they are', async () => {
    const page = await suite.visit({ language });
    await page.goto(link);
    await page.getByRole('heading', { name: texts.welcome }).waitFor();
    // The token is nowhere to be seen any more.
    expect(page.url()).toBe(link.split('#')[0]);
    await page.fill('#invite-form [name=email]', staff.email);
    await page.fill('#invite-form [name=name]', 'Marie Martin');
    await page.fill('#invite-form [name=password]', PASSWORD);
    staff.enrol((await page.locator('#secret').textContent())!.replaceAll(' ', ''));
    const picture = page.locator('#picture');
    expect(await picture.getAttribute('alt')).toMatch(/QR/);
    const width = await picture.evaluate(
      (image) => (image as unknown as { naturalWidth: number }).naturalWidth,
    );
    expect(width).toBeGreaterThan(0);
    expect(await seriousFindings(page)).toEqual([]);
    await page.fill('#invite-form [name=code]', staff.code());
    await page.click('#invite-form button[type=submit]');
    await page.locator('#backup-codes li').first().waitFor();
    expect(await page.locator('#backup-codes li').count()).toBe(10);
    await page.click('#kept');
    await page.getByText('Marie Martin').waitFor();
    expect(await page.locator('#me-roles').textContent()).toBe('admin');
  });

  it('says what is wrong, lets them in by password and code, keeps them over a reload, and lets them out', async () => {
    const page = await suite.visit({ language });
    await page.goto('/sign-in');
    await page.fill('#password-form [name=email]', staff.email);
    await page.fill('#password-form [name=password]', 'not the right one');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText(texts.wrong).waitFor();
    await signIn(page);
    await page.reload();
    await page.getByText('Marie Martin').waitFor();
    await page.click('#sign-out');
    await page.getByText(texts.out).waitFor();
    await page.reload();
    await page.locator('#password-form').waitFor();
  });

  it('says of a used link that it is', async () => {
    const page = await suite.visit({ language });
    await page.goto(link);
    await page.getByRole('alert').getByText(texts.used).waitFor();
  });

  it.each(['light', 'dark'] as const)('is within reach of everybody, %s', async (theme) => {
    const page = await suite.visit({ language, theme });
    await page.goto('/sign-in');
    await page.locator('#password-form').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await signIn(page);
    expect(await seriousFindings(page)).toEqual([]);
  });
});
