import type { Page } from 'playwright-core';
import { seriousFindings } from '../support/axe.js';
import { BrowserSuite } from '../support/browser-suite.js';

const suite = new BrowserSuite();
beforeAll(async () => {
  for (const number of ['0600001001', '0600001001', '0600000013', '0600000098']) {
    await suite.service.match({
      number,
      purpose: 'aml',
      identity: { firstName: 'Camille', lastName: 'Martin' },
    });
  }
  await suite.service.match({ number: '0600001003', consent: {}, identity: { lastName: 'Bernard' } });
});

const TITLES = {
  overview: { en: 'Overview', fr: 'Vue d’ensemble' },
  reports: { en: 'Reports', fr: 'Rapports' },
  table: { en: 'Table', fr: 'Tableau' },
};

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  it.each(['light', 'dark'] as const)(
    '%s: the overview shows what goes on, and the table behind each chart',
    async (theme) => {
      const page = await suite.visit({ as: 'viewer', language, theme });
      await page.goto('/');
      await page.getByRole('heading', { level: 1, name: TITLES.overview[language] }).waitFor();
      await page.locator('.recharts-surface').first().waitFor();
      expect(
        await page
          .locator('li')
          .filter({ hasText: /^(Matches|Vérifications)5/ })
          .count(),
      ).toBe(1);
      expect(await seriousFindings(page)).toEqual([]);
      const toTable = page.getByRole('button', { name: TITLES.table[language], exact: true });
      for (let chart = (await toTable.count()) - 1; chart >= 0; chart -= 1) await toTable.nth(chart).click();
      await page.getByRole('cell', { name: '13', exact: true }).waitFor();
      expect(await page.locator('table').count()).toBeGreaterThanOrEqual(5);
      expect(await seriousFindings(page)).toEqual([]);
    },
  );

  it.each(['light', 'dark'] as const)('%s: a report is made, and downloaded', async (theme) => {
    const page = await suite.visit({ as: 'admin', language, theme });
    await page.goto('/#/reports');
    await page.getByRole('heading', { level: 1, name: TITLES.reports[language] }).waitFor();
    await page.locator('.recharts-surface').first().waitFor();
    await page.getByRole('button', { name: /^(Purpose|Finalité)$/ }).click();
    await page.getByRole('cell', { name: 'aml', exact: true }).first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV' }).first().click();
    expect((await download).suggestedFilename()).toBe('volumes.csv');
    await page.getByRole('button', { name: /^(Add|Ajouter)$/ }).click();
    await page
      .getByRole('button', { name: /^(End|Terminer): / })
      .first()
      .waitFor();
  });

  it('both fit a phone', async () => {
    const page = await suite.visit({ as: 'viewer', language, width: 390 });
    for (const place of ['/', '/#/reports']) {
      await page.goto(place);
      await page.locator('.recharts-surface').first().waitFor();
      const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
      expect([place, wide]).toEqual([place, false]);
      expect(await seriousFindings(page)).toEqual([]);
    }
  });
});

describe('while somebody looks at the overview', () => {
  const matches = (page: Page) =>
    page
      .locator('li')
      .filter({ hasText: /^Matches\d/ })
      .locator('.MuiTypography-h5');
  const oneMore = async (page: Page) => {
    const before = Number(await matches(page).textContent());
    expect(before).toBeGreaterThan(4);
    await suite.service.match({ number: '0600001001', identity: { lastName: 'Martin' } });
    await matches(page)
      .filter({ hasText: new RegExp(`^${before + 1}$`) })
      .waitFor({ timeout: 40_000 });
  };

  // Where it is live, the next look by itself is a minute away: longer than anything here waits.
  it('a match shows by itself, at once', async () => {
    const page = await suite.visit({ as: 'viewer' });
    await page.goto('/');
    await page.getByText('live', { exact: true }).waitFor();
    await oneMore(page);
    await oneMore(page);
  });

  it('it says where nothing is told, and looks every few seconds instead', async () => {
    const page = await suite.visit({ as: 'viewer' });
    await page.route('**/matches/stream', (route) => route.fulfill({ status: 404 }));
    await page.goto('/');
    await page.getByText('renewed every 10 s').waitFor();
    await oneMore(page);
    expect(await page.getByText('live', { exact: true }).count()).toBe(0);
  });

  it('whoever may see no match follows none', async () => {
    const page = await suite.visit({ as: 'admin' });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto('/');
    await page.getByText('renewed every 10 s').waitFor();
    await oneMore(page);
    expect(asked.filter((url) => url.includes('stream'))).toEqual([]);
  });
});
