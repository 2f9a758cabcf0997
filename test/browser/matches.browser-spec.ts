import type { Page } from 'playwright-core';
import { API_KEY } from '../support/admin-environment.js';
import { seriousFindings } from '../support/axe.js';
import { BrowserSuite } from '../support/browser-suite.js';
import { staffOf } from '../support/staff.js';

const IDENTITY = { firstName: 'Camille', lastName: 'Martin', birthDate: '1985-04-12' };
const NUMBER = '0600001001';
const EMAIL = 'camille.canary@example.com';

const suite = new BrowserSuite();
const matched = async (identity: object, reference?: string): Promise<string> => {
  const { status, body } = await suite.service.match({ number: NUMBER, identity, reference });
  expect([status, body.status]).toEqual([201, 'scored']);
  return body.id;
};
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { name });
/** Everything the browser keeps, and where it is. */
const traces = (page: Page) =>
  page.evaluate<string>(
    `JSON.stringify([location.href, document.title, { ...localStorage }, { ...sessionStorage }, history.state])`,
  );

describe('the list', () => {
  let other: string;
  beforeAll(async () => {
    await matched(IDENTITY, 'order-1');
    other = await matched({ ...IDENTITY, lastName: 'Wrongly', email: EMAIL }, 'order-2');
  });

  async function open(role: 'viewer' | 'auditor' = 'viewer'): Promise<Page> {
    const page = await suite.visit({ as: role });
    await page.goto('/#/matches');
    await heading(page, 'Matches').waitFor();
    await page.getByRole('cell', { name: 'order-2' }).waitFor();
    return page;
  }

  async function find(page: Page, text: string): Promise<void> {
    await page.getByRole('textbox', { name: /^Find/ }).fill(text);
    await page.keyboard.press('Enter');
  }

  it('finds by number, reference, e-mail and id in one box', async () => {
    const page = await open();
    await find(page, 'order-1');
    await page.getByRole('cell', { name: 'order-2' }).waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Reference', exact: true }).fill('');
    await find(page, EMAIL);
    await page.getByRole('cell', { name: 'order-2' }).waitFor();
    await page.getByRole('cell', { name: 'order-1' }).waitFor({ state: 'detached' });
    await find(page, '06 00 00 10 99');
    await page.getByText('No match fits.').waitFor();
    await find(page, other);
    await page.waitForURL(`**/#/matches/${other}/show`);
    await heading(page, /^Match \*+01/).waitFor();
  });

  it('keeps what was searched for, and leaves no trace of numbers and addresses', async () => {
    const page = await open();
    await find(page, NUMBER);
    await page.getByLabel('Number, in full').waitFor();
    await find(page, EMAIL);
    await page.getByRole('cell', { name: 'order-1' }).waitFor({ state: 'detached' });
    await button(page, 'Add filter').click();
    await page.getByRole('menuitem', { name: /^Save current query/ }).click();
    await page.getByLabel('Query name').fill('Of Camille');
    await button(page, 'Save').click();
    await page.getByRole('cell', { name: 'order-2' }).click();
    await heading(page, /^Match \*+01/).waitFor();
    await page.goBack();
    expect(await page.getByLabel('Number, in full').inputValue()).toBe(NUMBER);
    const kept = await traces(page);
    expect(kept).toContain('Of Camille');
    for (const secret of [NUMBER, NUMBER.slice(1), EMAIL, 'camille.canary'])
      expect(kept).not.toContain(secret);
  });

  it('remembers the columns that were chosen', async () => {
    const page = await open();
    expect(await page.getByRole('columnheader', { name: 'Policy' }).count()).toBe(0);
    await button(page, 'Columns').click();
    await page.getByLabel('Policy').check();
    await page.reload();
    await page.getByRole('columnheader', { name: 'Policy' }).waitFor();
    await page.getByRole('cell', { name: 'default@1' }).first().waitFor();
  });

  it('goes through more matches than fit on a page, and back', async () => {
    for (let n = 0; n < 24; n += 1) await matched(IDENTITY, `more-${n}`);
    const page = await suite.visit({ as: 'viewer' });
    await page.goto('/#/matches');
    await page.getByRole('combobox', { name: 'Rows per page:' }).click();
    await page.getByRole('option', { name: '25', exact: true }).click();
    await page.getByText('1-25 of more than 25').waitFor();
    await page.getByLabel('Go to next page').click();
    await page.getByText('26-26 of 26').waitFor();
    expect(await page.getByRole('row').count()).toBe(2);
    await page.getByLabel('Go to previous page').click();
    await page.getByText('1-25 of more than 25').waitFor();
  });

  it('tells of new ones without a jump, and shows them when asked', async () => {
    const page = await open();
    await page.getByText('live', { exact: true }).waitFor();
    await matched(IDENTITY, 'arrived-1');
    const show = button(page, '1 new – show');
    await show.waitFor({ timeout: 40_000 });
    expect(await page.getByRole('cell', { name: 'arrived-1' }).count()).toBe(0);
    await show.click();
    await page.getByRole('cell', { name: 'arrived-1' }).waitFor();
    await show.waitFor({ state: 'detached' });
  });

  it('narrowed by number, tells of those on that number and of no others', async () => {
    const page = await open();
    await find(page, NUMBER);
    await page.getByLabel('Number, in full').waitFor();
    await page.getByText('live', { exact: true }).waitFor();
    const { status } = await suite.service.match({
      ...{ number: '0600001002', identity: { lastName: 'Durand' }, reference: 'of-another' },
    });
    expect(status).toBe(201);
    await matched(IDENTITY, 'arrived-2');
    await button(page, '1 new – show').click({ timeout: 40_000 });
    await page.getByRole('cell', { name: 'arrived-2' }).waitFor();
    expect(await page.getByRole('cell', { name: 'of-another' }).count()).toBe(0);
    expect(await traces(page)).not.toContain(NUMBER.slice(1));
  });

  it('gives a CSV to who may export, masked', async () => {
    const page = await open('auditor');
    await find(page, 'order-2');
    await page.getByRole('cell', { name: 'order-1' }).waitFor({ state: 'detached' });
    const coming = page.waitForEvent('download');
    await button(page, 'CSV').click();
    const stream = await (await coming).createReadStream();
    const text = (await stream.toArray()).join('');
    expect(text.trim().split('\n')).toHaveLength(2);
    expect(text).toContain('********01');
    expect(await (await open('viewer')).getByRole('button', { name: 'CSV' }).count()).toBe(0);
  });
});

describe('one match', () => {
  it('says why, shows the scores against the thresholds, and that it is in the log', async () => {
    const id = await matched({ ...IDENTITY, lastName: 'Wrongly' });
    const page = await suite.visit({ as: 'viewer' });
    await page.goto(`/#/matches/${id}/show`);
    await page.getByText(/^Last name contradicts: 0\.\d\d, which is below 0\.60\./).waitFor();
    const bar = page.getByRole('meter', { name: 'Last name' });
    expect(Number(await bar.getAttribute('aria-valuenow'))).toBeLessThan(0.6);
    await page.getByText(/All 5 events of the match are in the log/).waitFor();
    const coming = page.waitForEvent('download');
    await button(page, 'Proof bundle').click();
    const bundle = JSON.parse((await (await (await coming).createReadStream()).toArray()).join(''));
    expect(bundle.items.filter(({ proof }: { proof: unknown }) => proof !== null).length).toBeGreaterThan(4);
    // A viewer may neither decide nor reveal.
    for (const name of ['Contest', 'Override', 'Show in clear']) {
      expect([name, await button(page, name).count()]).toEqual([name, 0]);
    }
  });

  it('shows what is needed in clear, to who says why; and then who has seen it', async () => {
    const id = await matched(IDENTITY);
    const page = await suite.visit({ as: 'auditor' });
    await page.goto(`/#/matches/${id}/show`);
    await page.getByText('Nobody has seen this person’s data in clear.').waitFor();
    await button(page, 'Show in clear').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('short');
    await button(page, 'Show in clear').last().click();
    await dialog
      .getByRole('alert')
      .getByText(/10 to 500 characters/)
      .waitFor();
    await dialog.getByLabel('Reason').fill('Complaint 4711 of the customer');
    await dialog.getByRole('button', { name: 'Show in clear' }).click();
    await page.getByText('+33600001001').waitFor();
    await page.getByText('Complaint 4711 of the customer').waitFor();
    expect(await page.getByText('1985-04-12').count()).toBe(0);
    expect(await traces(page)).not.toMatch(/600001001|Complaint/);

    // By name for whoever else may know it; and by the end of the id, which stays when the name goes.
    const { id: seer } = await suite.staffOf('auditor');
    const other = await staffOf(suite.service, ['auditor'], 'another@bank.example');
    const theirs = await suite.visit({ by: other });
    await theirs.goto(`/#/matches/${id}/show`);
    await theirs.getByText(`A auditor…${seer.slice(-8)}`).waitFor();
  });

  it('where a second person is needed, waits for them, and is done from the same page', async () => {
    const settings = '/api/v1/settings';
    const admin = await suite.staffOf('admin');
    const set = (fourEyes: string[]) => admin.browser.call('PATCH', settings, { fourEyes });
    expect((await set(['reveal'])).status).toBe(200);
    const id = await matched(IDENTITY);
    const page = await suite.visit({ as: 'auditor' });
    await page.goto(`/#/matches/${id}/show`);
    await button(page, 'Show in clear').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Reason').fill('Complaint 4712 of the customer');
    await dialog.getByRole('button', { name: 'Show in clear' }).click();
    await dialog.getByText('Waiting for approval').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();
    await page.getByText('Waiting for approval by a second person.').waitFor();
    const second = await staffOf(suite.service, ['auditor'], 'second@bank.example');
    const { body } = await second.browser.get('/api/v1/approvals?status=pending&kind=reveal');
    const approved = await second.browser.post(`/api/v1/approvals/${body.items[0].id}/approve`);
    expect(approved.status).toBe(200);
    await page.reload();
    await page.getByText('A second person has approved it.').waitFor();
    await button(page, 'Show in clear').first().click();
    await page.getByText('+33600001001').waitFor();
    await set([]);
  });

  it('can be contested, and decided otherwise by a person', async () => {
    const id = await matched({ ...IDENTITY, lastName: 'Wrongly' });
    const page = await suite.visit({ as: 'reviewer' });
    await page.goto(`/#/matches/${id}/show`);
    await button(page, 'Contest').click();
    await page.getByRole('dialog').getByLabel('Reason').fill('She says that she has married since.');
    await page.getByRole('dialog').getByRole('button', { name: 'Contest' }).click();
    await page.getByText('The verdict is contested').waitFor();
    await button(page, 'Override').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Verdict that is to hold').click();
    await page.getByRole('option', { name: 'match', exact: true }).click();
    await dialog.getByLabel('Reason').fill('The marriage certificate was shown.');
    await dialog.getByRole('button', { name: 'Override' }).click();
    await page.getByText('match · by a person').waitFor();
    await page.getByText(/put this in place of the policy’s verdict “no match”/).waitFor();
    expect((await suite.service.show(id)).review.override.verdict).toBe('match');
  });

  it('that is not there is said to be so, with the number of the request', async () => {
    const page = await suite.visit({ as: 'viewer' });
    await page.goto('/#/matches/01a21799-dfa3-74d2-8ae1-242fa8f2d118/show');
    await page.getByText('There is no match with this id').waitFor();
    await page.getByText(/match_not_found · Request [0-9a-f-]{36}/).waitFor();
  });
});

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  const TITLES = { en: 'Matches', fr: 'Vérifications' };

  it.each(['light', 'dark'] as const)('%s: everybody can read and work the pages', async (theme) => {
    const id = await matched({ ...IDENTITY, lastName: 'Wrongly' });
    const page = await suite.visit({ as: 'auditor', language, theme });
    await page.goto('/#/matches');
    await heading(page, TITLES[language]).waitFor();
    await page.locator('td').first().waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await seriousFindings(page)).toEqual([]);
    await page.goto(`/#/matches/${id}/show`);
    await page.locator('ol li').nth(4).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });

  it('fits a phone, and has the menu behind its button', async () => {
    const id = await matched(IDENTITY);
    const page = await suite.visit({ as: 'operator', language, width: 390 });
    for (const place of ['/#/matches', `/#/matches/${id}/show`, '/#/try-it']) {
      await page.goto(place);
      await page.locator('h1').waitFor();
      // Never idle: a list that is alive keeps listening.
      await page.locator('main').locator('a, button, input').nth(2).waitFor();
      const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect([place, wide]).toEqual([place, false]);
      expect(await seriousFindings(page)).toEqual([]);
    }
  });
});

it('an API key is kept as long as its tab, and what it may do decides what there is', async () => {
  const page = await suite.visit();
  await page.goto('/');
  await page.getByLabel('API key').fill('not-a-key');
  await button(page, 'Use this key').click();
  await page.getByRole('alert').getByText('not known').waitFor();
  await page.getByLabel('API key').fill(API_KEY);
  await button(page, 'Use this key').click();
  await heading(page, 'Overview').waitFor();
  expect(await page.evaluate<string>('JSON.stringify({ ...localStorage })')).not.toContain(API_KEY);
  await page.getByRole('button', { name: 'Account' }).click();
  await page.getByRole('menuitem', { name: 'Logout' }).click();
  await heading(page, 'Sign in').or(page.getByLabel('API key')).first().waitFor();
  expect(await traces(page)).not.toContain(API_KEY);
});
