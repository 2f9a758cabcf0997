import type { Page } from 'playwright-core';
import { seriousFindings } from '../support/axe.js';
import { BrowserSuite } from '../support/browser-suite.js';
import { claim } from '../support/claim.js';
import { staffOf } from '../support/staff.js';

const REASON = 'Names alone have let somebody in';
const suite = new BrowserSuite();
beforeAll(async () => {
  const { identity } = claim('0600001001');
  const { firstName, lastName } = identity as Record<string, string>;
  // Judged by two names now; three decisive fields would be too many.
  for (let i = 0; i < 3; i += 1) {
    const { body } = await suite.service.match({ number: '0600001001', identity: { firstName, lastName } });
    expect(body.verdict.result).toBe('match');
  }
});

const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const isWide = (page: Page) => page.evaluate('document.documentElement.scrollWidth > innerWidth');

it('an administrator writes a version, sees what would change, and puts it into force with a second person', async () => {
  await suite.service.call('PATCH', '/api/v1/settings', { json: { fourEyes: ['policy'] } });
  const page = await suite.visit({ as: 'admin' });
  await page.goto('/#/policies');
  await heading(page, 'Policies');
  await page.getByRole('link', { name: 'default@1' }).waitFor();
  await page.getByRole('link', { name: 'New version' }).click();
  await heading(page, 'New version of a policy');

  // By keyboard, on the scale and in figures.
  const agrees = page.getByRole('slider', { name: 'Last name: Agrees from' });
  await agrees.focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.getByRole('spinbutton', { name: 'Last name: Agrees from' }).inputValue()).toBe('0.86');
  const minimum = page.getByLabel('Decisive fields needed');
  await minimum.fill('4');
  expect(await page.getByRole('button', { name: 'Save as draft' }).isDisabled()).toBe(true);
  await minimum.fill('3');
  await page.getByLabel('Note').fill('Three fields have to be there');
  await page.getByRole('button', { name: 'Save as draft' }).click();
  await heading(page, 'default@2');
  await page.getByText('in force now: 2').waitFor();

  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByText('3 of 3 verdicts would change (100 %).').waitFor();
  const cell = page.getByRole('button', {
    name: '3 matches from “match” to “not enough to tell”: show examples',
  });
  await cell.click();
  await page.getByText('the newest 3 of 3').waitFor();
  await page.getByRole('button', { name: 'With the verdicts on record' }).click();
  await page.getByText('Rows: verdict on record.').waitFor();

  await page.getByRole('button', { name: 'Put into force' }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(REASON);
  await page.getByRole('dialog').getByRole('button', { name: 'Put into force' }).click();
  await page.getByRole('dialog').getByText('Waiting for approval').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByText('Waiting for approval by a second person.').waitFor();

  const second = await staffOf(suite.service, ['admin'], 'second@bank.example');
  const { body } = await second.browser.get('/api/v1/approvals?status=pending&kind=policy');
  expect(body.items[0].reason).toBe(REASON);
  expect((await second.browser.post(`/api/v1/approvals/${body.items[0].id}/approve`)).status).toBe(200);
  await page.reload();
  await page.getByText('A second person has approved it.').waitFor();
  await page.getByRole('button', { name: 'Put into force' }).click();
  await page
    .getByText('In force: matches are judged by it now.')
    .or(page.getByText('default@2 is in force.'))
    .first()
    .waitFor();
  const active = await suite.service.get('/api/v1/policies/active');
  expect([active.body.policy, active.body.publication.reason]).toEqual(['default@2', REASON]);
});

it('a reviewer finds the matches whose verdict would change, and nothing to change the policy by', async () => {
  const { body } = await suite.service.get('/api/v1/policies?name=default');
  const { id } = body.items.find(({ policy }: { policy: string }) => policy === 'default@2');
  const page = await suite.visit({ as: 'reviewer' });
  await page.goto(`/#/policies/${id}/show`);
  await heading(page, 'default@2');
  await page.getByRole('button', { name: /show examples/ }).click();
  await page.locator('a[href*="/matches/"][href$="/show"]').first().click();
  await heading(page, /./);
  expect(page.url()).toMatch(/#\/matches\/[\w-]+\/show$/);
  await page.goto(`/#/policies/${id}/show`);
  await heading(page, 'default@2');
  for (const name of ['Put into force', 'Try it', 'New version from this one']) {
    expect(await page.getByRole('button', { name }).or(page.getByRole('link', { name })).count()).toBe(0);
  }
});

it('an auditor sees what runs behind, and how the service is', async () => {
  const page = await suite.visit({ as: 'auditor' });
  await page.goto('/#/jobs');
  await heading(page, 'Background jobs');
  await page.getByRole('link', { name: 'Trial of a policy' }).first().waitFor();
  await page.getByText('3 of 3').first().waitFor();
  await page.goto('/#/health');
  await heading(page, 'System health');
  await page.getByText('It answers. Matches and accesses are put on record.').waitFor();
  await page.getByText('DQE answers.').waitFor();
});

const PAGES = [
  ['/#/policies', { en: 'Policies', fr: 'Politiques' }],
  ['/#/policies/create', { en: 'New version of a policy', fr: 'Nouvelle version d’une politique' }],
  ['/#/policies/ACTIVE/show', { en: 'default@2', fr: 'default@2' }],
  ['/#/jobs', { en: 'Background jobs', fr: 'Tâches de fond' }],
  ['/#/health', { en: 'System health', fr: 'État du système' }],
] as const;

it.each([
  ['en', 'light', 1280],
  ['en', 'dark', 390],
  ['fr', 'light', 390],
  ['fr', 'dark', 1280],
] as const)(
  'in %s, %s, %i pixels wide: everybody can read and work each page',
  async (language, theme, width) => {
    const { body: active } = await suite.service.get('/api/v1/policies/active');
    const page = await suite.visit({ as: 'admin', language, theme, width });
    for (const [path, titles] of PAGES) {
      await page.goto(path.replace('ACTIVE', active.id));
      await heading(page, titles[language]);
      await page.waitForLoadState('networkidle');
      expect([path, await seriousFindings(page)]).toEqual([path, []]);
      expect([path, await isWide(page)]).toEqual([path, false]);
    }
  },
);
