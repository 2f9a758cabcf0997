import { seriousFindings } from '../support/axe.js';
import { BrowserSuite } from '../support/browser-suite.js';
import { PASSWORD } from '../support/staff.js';

const SIGN_IN = { en: 'Sign in with your account', fr: 'Se connecter avec son compte' };

const suite = new BrowserSuite();

describe.each(['en', 'fr'] as const)('coming and going in %s', (language) => {
  it.each(['light', 'dark'] as const)('%s: everybody can read and work the way in', async (theme) => {
    const page = await suite.visit({ language, theme, width: 390 });
    await page.goto('/');
    await page.getByRole('link', { name: SIGN_IN[language] }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await seriousFindings(page)).toEqual([]);
  });
});

it('a session that ended leads to the sign-in page, which says so, and leads back', async () => {
  const page = await suite.visit({ as: 'reviewer' });
  const { id } = (await suite.service.match({ number: '0600001001', identity: { lastName: 'Martin' } })).body;
  await page.goto(`/#/matches/${id}/show`);
  await page.getByRole('heading', { name: /^Match/ }).waitFor();
  const staff = await suite.staffOf('reviewer');
  expect((await staff.browser.post('/api/v1/me/sign-out')).status).toBe(204);
  await page.getByRole('button', { name: 'Contest', exact: true }).click();
  await page.getByRole('dialog').getByLabel('Reason').fill('She says that she has married since.');
  await page.getByRole('dialog').getByRole('button', { name: 'Contest' }).click();
  await page.getByText(/^Your session has ended/).waitFor();
  await page.getByRole('link', { name: SIGN_IN.en }).click();
  await page.waitForURL('**/sign-in');
  await page.fill('#password-form [name=email]', staff.email);
  await page.fill('#password-form [name=password]', PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('#code-form').waitFor();
  await page.fill('#code-form [name=code]', staff.code());
  await page.keyboard.press('Enter');
  await page.waitForURL(`**/#/matches/${id}/show`);
  await page.getByRole('heading', { name: /^Match/ }).waitFor();
});

it('whoever signs out is out, and the page of before shows nothing any more', async () => {
  const page = await suite.visit({ as: 'viewer' });
  await page.goto('/');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Logout' }).click();
  await page.getByRole('link', { name: SIGN_IN.en }).waitFor();
  expect((await (await suite.staffOf('viewer')).browser.get('/api/v1/me')).status).toBe(401);
  await page.goBack();
  await page.getByRole('link', { name: SIGN_IN.en }).waitFor();
});
