import type { Locator, Page } from 'playwright-core';
import { seriousFindings } from '../support/axe.js';
import { BrowserSuite } from '../support/browser-suite.js';
import { goTo, menuOf } from '../support/dashboard.js';
import { PASSWORD, type Staff, StaffBrowser, staffOf } from '../support/staff.js';
import { Staff as Person } from '../support/staff.js';
import { WebhookReceiver } from '../support/webhook-receiver.js';

const suite = new BrowserSuite({ env: { WEBHOOK_ALLOW_LOOPBACK: 'true' } });
let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await WebhookReceiver.start();
});
afterAll(() => receiver.close());

const REASON = 'Complaint 4711 of the customer';
const dialogOf = (page: Page): Locator => page.getByRole('dialog');

async function aMatch(body: object = {}): Promise<string> {
  const { body: match } = await suite.service.match({
    number: '0600001001',
    identity: { firstName: 'Camile', lastName: 'Martin', birthDate: '1985-04-12' },
    ...body,
  });
  return match.id;
}

describe('the day of an operator', () => {
  it('runs a match of somebody the sandbox knows, and reads the verdict', async () => {
    const page = await suite.visit({ as: 'operator' });
    await goTo(page, '/try-it');
    await page.getByLabel('Somebody the sandbox knows').click();
    await page.getByRole('option', { name: /Camille Martin/ }).click();
    await page.getByRole('button', { name: 'Run the match' }).click();
    await page.waitForURL(/#\/matches\/[0-9a-f-]{36}\/show/);
    await page.getByRole('main').getByText('match', { exact: true }).first().waitFor();
    expect(await menuOf(page)).toEqual(expect.not.arrayContaining(['/keys', '/people', '/audit', '/cases']));
  });

  it('takes a customer over the operator’s consent page, and back to the match', async () => {
    const page = await suite.visit({ as: 'operator', language: 'fr' });
    await goTo(page, '/try-it');
    await page.getByRole('combobox').first().click();
    await page.getByRole('option', { name: /Hugo Bernard/ }).click();
    await page.getByRole('main').locator('button[type=submit]').click();
    await page.locator('main a[href*="/idmobile/consent/"]').click();
    await page.getByRole('button', { name: /accepte/i }).click();
    await page.waitForURL(/#\/matches\/[0-9a-f-]{36}\/show/);
    const id = /matches\/([0-9a-f-]{36})/.exec(page.url())![1]!;
    expect((await suite.service.show(id)).status).toBe('scored');
  });
});

describe('the day of a viewer', () => {
  it('finds a match by its number, which gets into no address and no storage, and sees it masked', async () => {
    const id = await aMatch({ reference: 'of the viewer' });
    const page = await suite.visit({ as: 'viewer' });
    await goTo(page, '/matches');
    await page.getByRole('search').getByRole('textbox').fill('0600001001');
    await page.keyboard.press('Enter');
    await page.getByText('of the viewer').waitFor();
    expect(page.url()).not.toContain('0600001001');
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain('0600001001');
    await goTo(page, `/matches/${id}/show`);
    expect(await page.getByRole('main').innerText()).not.toContain('0600001001');
    expect(await page.getByRole('button', { name: /Show in clear|Override/ }).count()).toBe(0);
  });

  it('whose session ends is told so, and let in again', async () => {
    const page = await suite.visit({ as: 'viewer' });
    await goTo(page, '/matches');
    await page.getByRole('button', { name: 'Account' }).click();
    await page.getByRole('menuitem', { name: 'Logout' }).click();
    await page.getByRole('link', { name: 'Sign in with your account' }).click();
    await page.locator('#password-form').waitFor();
    const staff = await suite.staffOf('viewer');
    await page.fill('#password-form [name=email]', staff.email);
    await page.fill('#password-form [name=password]', PASSWORD);
    await page.keyboard.press('Enter');
    await page.fill('#code-form [name=code]', staff.code());
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/(#\/.*)?$/);
    await page.getByRole('heading', { level: 1 }).waitFor();
  });
});

describe('the day of a reviewer', () => {
  it('contests a verdict, puts another in place, and closes the case', async () => {
    const id = await aMatch({ identity: { firstName: 'Camile', lastName: 'Marten' } });
    const page = await suite.visit({ as: 'reviewer' });
    await goTo(page, `/matches/${id}/show`);
    await page.getByRole('button', { name: 'Contest' }).click();
    await dialogOf(page).locator('textarea[name=reason]').fill(REASON);
    await dialogOf(page).getByRole('button', { name: 'Contest' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });

    await goTo(page, '/cases');
    await page.getByRole('link', { name: 'Verdict contested' }).first().click();
    await page.getByText(REASON).waitFor();
    await page.getByRole('button', { name: 'Override' }).click();
    await dialogOf(page).locator('textarea[name=reason]').fill('Marriage certificate seen');
    await dialogOf(page).getByRole('button', { name: 'Override' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });
    await page.getByText('Marriage certificate seen').waitFor();

    await page.getByRole('button', { name: 'Close the case' }).click();
    await dialogOf(page).locator('textarea[name=reason]').fill('short');
    await dialogOf(page).getByRole('button', { name: 'Close the case' }).click();
    await dialogOf(page).getByText('must be 10 to 500 characters', { exact: false }).waitFor();
    await dialogOf(page).locator('textarea[name=reason]').fill('As decided by override');
    await dialogOf(page).getByRole('button', { name: 'Close the case' }).click();
    await page.getByText('How it ended').waitFor();
    expect((await suite.service.show(id)).review).toMatchObject({
      state: 'closed',
      override: { at: expect.any(String) },
    });
  });
});

describe('the day of an auditor', () => {
  let second: Staff;
  beforeAll(async () => {
    second = await staffOf(suite.service, ['auditor'], 'second@bank.example');
    await suite.service.call('PATCH', '/api/v1/settings', { json: { fourEyes: ['reveal'] } });
  });
  afterAll(() => suite.service.call('PATCH', '/api/v1/settings', { json: { fourEyes: [] } }));

  it('sees personal data in clear once a second person has approved', async () => {
    const id = await aMatch();
    const page = await suite.visit({ as: 'auditor' });
    await goTo(page, `/matches/${id}/show`);
    await page.getByRole('button', { name: 'Show in clear' }).click();
    await dialogOf(page).locator('textarea[name=reason]').fill(REASON);
    await dialogOf(page).getByRole('button', { name: 'Show in clear' }).click();
    await dialogOf(page).getByText('Waiting for approval', { exact: false }).waitFor();

    const other = await suite.visit({ by: second });
    await goTo(other, '/approvals');
    await other.getByRole('link', { name: 'See personal data in clear' }).first().click();
    await other.getByText(REASON).waitFor();
    await other.getByRole('button', { name: 'Approve' }).click();
    await dialogOf(other).getByRole('button', { name: 'Approve' }).click();
    await dialogOf(other).waitFor({ state: 'detached' });
    await other.getByText('Approved', { exact: true }).first().waitFor();

    await goTo(page, `/approvals/${other.url().split('/').at(-1)!}`);
    await page.getByRole('link', { name: 'Do it now' }).click();
    await page.locator('.MuiAlert-root').getByRole('button', { name: 'Show in clear' }).click();
    await page.getByText('+33600001001').or(page.getByText('0600001001')).first().waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Show in clear' }).waitFor();
    expect(await page.getByRole('main').innerText()).not.toContain('600001001');
  });

  it.each([
    ['en', 'Make the report', 'What was claimed', 'As a page, in French', 'Is not a valid phone number.'],
    [
      ...(['fr', 'Établir le rapport', 'Ce qui a été déclaré', 'En page, en français'] as const),
      'N’est pas un numéro de téléphone valable.',
    ],
  ] as const)(
    'answers in %s whoever asks what is held on them, and hands it over as a page',
    async (language, make, claimed, asPage, wrong) => {
      const id = await aMatch({ purpose: 'onboarding' });
      const page = await suite.visit({ as: 'auditor', language });
      await goTo(page, '/subject-reports');
      const main = page.getByRole('main');
      await main.locator('[name=number]').fill('12');
      await main.getByRole('button', { name: make }).click();
      await main.locator('.MuiFormHelperText-root.Mui-error').filter({ hasText: wrong }).waitFor();
      await main.locator('[name=number]').fill('0600001001');
      await main.getByRole('button', { name: make }).click();
      await main.getByRole('heading', { name: claimed }).first().waitFor();
      expect(await main.innerText()).toEqual(expect.stringMatching(/\+33600001001[^]*Martin[^]*onboarding/));
      await main.getByRole('link', { name: id }).waitFor();
      expect(await seriousFindings(page)).toEqual([]);

      const begun = page.waitForEvent('download');
      await main.getByRole('button', { name: asPage }).click();
      const file = await begun;
      expect(file.suggestedFilename()).toMatch(/^personal-data-[0-9-]{10}-fr\.html$/);
      const text = (await (await file.createReadStream()).toArray()).join('');
      expect(text).toEqual(expect.stringMatching(/<html lang="fr">[^]*\+33600001001/));
      const data = page.waitForEvent('download');
      await main.getByRole('button', { name: 'JSON' }).click();
      expect((await data).suggestedFilename()).toMatch(/^personal-data-[0-9-]{10}\.json$/);
      expect(page.url()).not.toContain('600001001');
      expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain(
        '600001001',
      );
    },
  );

  it('tells that nothing is held on a number; nobody else finds the page', async () => {
    const page = await suite.visit({ as: 'auditor' });
    await goTo(page, '/subject-reports');
    await page.getByRole('main').locator('[name=number]').fill('0600001099');
    await page.getByRole('button', { name: 'Make the report' }).click();
    await page.getByRole('status').filter({ hasText: 'Nothing is held on this number' }).waitFor();
    for (const role of ['admin', 'reviewer', 'viewer'] as const) {
      // Signed in anew: the session of whoever came before this day's hours passed has ended.
      const by = await staffOf(suite.service, [role], `another-${role}@bank.example`);
      expect(await menuOf(await suite.visit({ by }))).not.toContain('/subject-reports');
    }
  });

  it('has a bundle written, sees how far it is, takes it, and learns how to check it', async () => {
    const page = await suite.visit({ as: 'auditor' });
    await goTo(page, '/exports');
    await page.getByRole('button', { name: 'Request an export' }).click();
    await dialogOf(page).locator('textarea[name=reason]').fill('Yearly report to the board');
    await dialogOf(page).getByRole('button', { name: 'Request an export' }).click();
    await dialogOf(page).waitFor({ state: 'detached' });
    await page.getByText('Ready', { exact: true }).waitFor({ timeout: 60_000 });
    const begun = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download' }).click();
    expect((await begun).suggestedFilename()).toMatch(/^export-[0-9a-f-]{36}\.zip$/);
    await page.getByRole('button', { name: 'Verify' }).click();
    await dialogOf(page).getByText('npx dqe-verify', { exact: false }).waitFor();
  });

  it('has the log verified, and finds in the record what was done today', async () => {
    const page = await suite.visit({ as: 'auditor' });
    await goTo(page, '/evidence');
    await page.getByRole('button', { name: 'Verify the log now' }).click();
    await page
      .getByText('The last verification went through all', { exact: false })
      .waitFor({ timeout: 60_000 });
    await goTo(page, '/audit');
    await page.getByRole('combobox', { name: 'What' }).fill('Had the log');
    await page.getByRole('option', { name: 'Had the log verified' }).click();
    await page.getByRole('cell', { name: 'Had the log verified' }).first().waitFor();
  });
});

describe('the day of an administrator', () => {
  it('invites somebody by a link that is shown once, and works', async () => {
    const page = await suite.visit({ as: 'admin' });
    await goTo(page, '/people');
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    const dialog = dialogOf(page);
    await dialog.locator('[name=name]').fill('Nina New');
    await dialog.locator('[name=email]').fill('no address');
    await dialog.getByRole('checkbox', { name: /^Viewer/ }).check();
    await dialog.getByRole('button', { name: 'Invite somebody' }).click();
    await dialog.getByText('look at what is marked', { exact: false }).waitFor();
    await dialog.locator('[name=email]').fill('nina@bank.example');
    await dialog.getByRole('button', { name: 'Invite somebody' }).click();
    const link = await dialog.getByRole('group', { name: 'The link' }).innerText();
    await dialog.getByRole('button', { name: 'Done' }).click();
    await page.getByText('nina@bank.example').waitFor();
    expect(await page.content()).not.toContain(link);
    const nina = new Person(new StaffBrowser(suite.service), 'nina@bank.example');
    expect((await nina.accept(link, 'Nina New')).status).toBe(200);
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page
      .getByRole('row', { name: /Nina New/ })
      .getByText('Active')
      .waitFor();

    await page.getByRole('button', { name: 'What can be done about Nina New' }).click();
    await page.getByRole('menuitem', { name: 'Disable' }).click();
    await dialogOf(page).getByRole('button', { name: 'Disable' }).click();
    await page
      .getByRole('row', { name: /Nina New/ })
      .getByText('Disabled')
      .waitFor();
    expect((await nina.browser.get('/api/v1/me')).status).toBe(401);
  });

  it('makes a key that is shown once, rotates it with an overlap, and revokes it', async () => {
    const page = await suite.visit({ as: 'admin' });
    await goTo(page, '/keys');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const dialog = dialogOf(page);
    await dialog.locator('[name=application]').fill('shop');
    await dialog.locator('[name=name]').fill('shop, hooks');
    await dialog.getByRole('checkbox', { name: /^webhooks:manage/ }).check();
    await dialog.getByRole('button', { name: 'Make a key' }).click();
    const first = await dialog.getByRole('group', { name: 'The key' }).innerText();
    await dialog.getByRole('button', { name: 'Done' }).click();
    expect(await page.evaluate('JSON.stringify([localStorage, sessionStorage])')).not.toContain(first);
    expect((await suite.service.get('/api/v1/webhooks/endpoints', { key: first })).status).toBe(200);

    await page.getByRole('button', { name: 'Rotate: shop, hooks' }).click();
    await dialogOf(page).getByRole('button', { name: 'Rotate' }).click();
    const next = await dialogOf(page).getByRole('group', { name: 'The key' }).innerText();
    await dialogOf(page).getByRole('button', { name: 'Done' }).click();
    await page.getByText('Being replaced').waitFor();
    await page.getByRole('button', { name: 'Revoke: shop, hooks' }).click();
    await dialogOf(page).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('Revoked', { exact: true }).waitFor();
    const statuses = [first, next].map(
      async (key) => (await suite.service.get('/api/v1/webhooks/endpoints', { key })).status,
    );
    expect(await Promise.all(statuses)).toEqual([200, 401]);
  });

  it('registers a webhook, tests it, and reads in the log what came back', async () => {
    const page = await suite.visit({ as: 'admin' });
    await goTo(page, '/webhooks');
    await page.getByRole('button', { name: 'Register an endpoint' }).click();
    await dialogOf(page).locator('[name=url]').fill(receiver.url('/hooks'));
    await dialogOf(page).getByRole('button', { name: 'Register an endpoint' }).click();
    expect(await dialogOf(page).getByRole('group', { name: 'The secret' }).innerText()).toMatch(/^whsec_/);
    await dialogOf(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('link', { name: receiver.url('/hooks') }).click();
    await page.getByRole('button', { name: 'Send a test' }).click();
    await page.getByText('Delivered', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Test' }).click();
    await page.getByRole('cell', { name: '204' }).waitFor();
    expect(receiver.received).toHaveLength(1);
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByRole('row').nth(2).waitFor();
    expect(receiver.received.map(({ id }) => id)).toEqual([
      receiver.received[0]!.id,
      receiver.received[0]!.id,
    ]);
  });

  it('cannot erase who is on hold, releases the hold, and erases them with a certificate', async () => {
    await suite.service.match({ number: '0600001002', identity: { lastName: 'Durand' } });
    const page = await suite.visit({ as: 'admin' });
    await goTo(page, '/holds');
    await page.getByRole('button', { name: 'Put on hold' }).click();
    await dialogOf(page).locator('[name=number]').fill('0600001002');
    await dialogOf(page).locator('textarea[name=reason]').fill(REASON);
    await dialogOf(page).getByRole('button', { name: 'Put on hold' }).click();
    await page.getByRole('link', { name: 'A person' }).waitFor();

    await goTo(page, '/erasures');
    const erase = async () => {
      await page.getByRole('button', { name: 'Erase a person' }).click();
      await dialogOf(page).locator('[name=number]').fill('0600001002');
      await dialogOf(page).getByRole('button', { name: 'Erase a person' }).click();
    };
    await erase();
    await dialogOf(page).getByText('A legal hold stands against it').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Cancel' }).click();

    await goTo(page, '/holds');
    await page.getByRole('link', { name: 'A person' }).click();
    await page.getByRole('button', { name: 'Release' }).click();
    await dialogOf(page).locator('textarea[name=reason]').fill('The complaint is settled');
    await dialogOf(page).getByRole('button', { name: 'Release' }).click();
    await page.getByText('The complaint is settled').waitFor();

    await goTo(page, '/erasures');
    await erase();
    await dialogOf(page).getByText('Nothing personal can be read any more', { exact: false }).waitFor();
    const french = dialogOf(page).getByRole('link', { name: 'As a page, in French' });
    const certificate = await suite.visit({ as: 'admin', language: 'fr' });
    await certificate.goto((await french.getAttribute('href'))!);
    expect(await certificate.locator('html').getAttribute('lang')).toBe('fr');
    expect(page.url()).not.toContain('0600001002');
  });

  it('puts a retention rule into force, supersedes it, and counts what is over', async () => {
    const page = await suite.visit({ as: 'admin' });
    await goTo(page, '/retention');
    await page.getByRole('button', { name: 'Put a rule into force' }).click();
    await dialogOf(page).locator('[name=days]').fill('-1');
    await dialogOf(page).getByRole('button', { name: 'Put a rule into force' }).click();
    await dialogOf(page).getByText('look at what is marked', { exact: false }).waitFor();
    await dialogOf(page).locator('[name=days]').fill('365');
    await dialogOf(page).getByRole('button', { name: 'Put a rule into force' }).click();
    await page.getByText('365 days from the end of the match').waitFor();
    await page.getByRole('button', { name: 'Replace' }).click();
    await dialogOf(page).locator('[name=days]').fill('1826');
    await dialogOf(page).getByRole('button', { name: 'Replace' }).click();
    await page.getByText(/1,?826 days from the end of the match/).waitFor();
    await page.getByRole('button', { name: 'Count what is over' }).click();
    await dialogOf(page).getByRole('button', { name: 'Count what is over' }).click();
    await dialogOf(page).getByText('would go: 0').waitFor();
    await dialogOf(page).getByRole('button', { name: 'Done' }).click();
  });

  it('tells when a relationship ended, and demands two people for erasures', async () => {
    const page = await suite.visit({ as: 'admin' });
    await goTo(page, '/relationships');
    await page.getByRole('main').locator('[name=number]').fill('0600001001');
    await page.getByRole('button', { name: 'Look' }).click();
    await page.getByRole('button', { name: 'Tell how it stands' }).click();
    await dialogOf(page).locator('[name=endedAt]').fill('2026-01-31');
    await dialogOf(page).getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: /31 Jan 2026/ }).waitFor();

    await goTo(page, '/settings');
    await page.getByRole('button', { name: 'Change' }).first().click();
    await dialogOf(page).getByRole('checkbox', { name: 'Erase a person' }).check();
    await dialogOf(page).getByRole('button', { name: 'Save' }).click();
    await page.getByRole('main').getByText('Erase a person').waitFor();
    await goTo(page, '/erasures');
    await page.getByRole('button', { name: 'Erase a person' }).click();
    await dialogOf(page).locator('[name=number]').fill('0600001001');
    await dialogOf(page).getByRole('button', { name: 'Erase a person' }).click();
    await dialogOf(page).getByText('Nothing is done yet', { exact: false }).waitFor();
  });
});
