import { seriousFindings } from '../support/axe.js';
import { BrowserSuite } from '../support/browser-suite.js';
import { goTo } from '../support/dashboard.js';

const suite = new BrowserSuite();

const WORDS = {
  en: {
    ...{ begin: 'Take the first steps', title: 'First steps', go: 'Try it', run: 'Run the match' },
    ...{ newest: 'The newest match', check: 'Check the newest match in this browser', done: 'done' },
    proven: /This browser has computed it: \d+ events? (is|are) in the log of the checkpoint\.$/,
  },
  fr: {
    ...{ begin: 'Faire les premiers pas', title: 'Premiers pas', go: 'Essayer' },
    ...{ run: 'Lancer la vérification', newest: 'La vérification la plus récente' },
    ...{ check: 'Contrôler la plus récente dans ce navigateur', done: 'fait' },
    proven: /Ce navigateur l’a calculé : \d+ événements? figure(nt)? dans le journal du point de contrôle\.$/,
  },
} as const;

describe.each(['en', 'fr'] as const)('in %s', (language) => {
  const say = WORDS[language];

  it('somebody new is led from nothing to a proof, and not asked again', async () => {
    const page = await suite.visit({ as: 'operator', language });
    await page.goto('/#/matches');
    await page.getByRole('link', { name: say.begin }).click();
    await page.getByRole('heading', { level: 1, name: say.title }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    const main = page.getByRole('main');
    await main.getByRole('link', { name: say.go, exact: true }).click();
    await main.getByRole('button', { name: say.run }).click();
    await page.waitForURL(/#\/matches\/[0-9a-f-]{36}\/show/);
    const match = /[0-9a-f-]{36}/.exec(page.url())![0];

    await goTo(page, '/start');
    const newest = main.getByRole('link', { name: say.newest });
    expect(await newest.getAttribute('href')).toContain(match);
    // Signed in, run, and seen: the last is done in this browser, as often as one likes.
    expect(await main.getByRole('img', { name: say.done, exact: true }).count()).toBe(3);
    const answer = main.getByRole('status').getByRole('note');
    while ((await answer.filter({ hasText: say.proven }).count()) === 0) {
      // The log takes its events within seconds, maybe not all of them at once.
      await main.getByRole('button', { name: say.check }).click();
      await answer.waitFor();
      await page.evaluate('new Promise((later) => setTimeout(later, 500))');
    }
    expect(await seriousFindings(page)).toEqual([]);

    await goTo(page, '/matches');
    await page.locator('td').first().waitFor();
    expect(await page.getByRole('link', { name: say.begin }).count()).toBe(0);
  });
});

it('sample data is offered to whoever sets the service up, and to nobody else', async () => {
  const admin = await suite.visit({ as: 'admin' });
  await goTo(admin, '/start');
  await admin.getByRole('button', { name: 'Load sample data' }).waitFor();
  const viewer = await suite.visit({ as: 'viewer' });
  await goTo(viewer, '/start');
  await viewer.getByRole('button', { name: /^Check the newest match/ }).waitFor();
  expect(await viewer.getByRole('button', { name: 'Load sample data' }).count()).toBe(0);
});
