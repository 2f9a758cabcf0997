import { CONSENT_TEXTS } from '../../libs/dqe-idmobile/src/testing/consent-texts.js';
import { seriousFindings } from '../support/axe.js';
import { BrowserSuite } from '../support/browser-suite.js';

const HUGO = { number: '0600001003', identity: { firstName: 'Hugo', lastName: 'Bernard' } };

const suite = new BrowserSuite();
const ask = async () =>
  (await suite.service.match({ ...HUGO, consent: { returnUrl: `${suite.url}/sign-in` } })).body;

describe.each(['en', 'fr'] as const)('the way over the operator’s page in %s', (language) => {
  const texts = CONSENT_TEXTS[language];

  it.each([
    ['agree', 'scored'],
    ['refuse', 'rejected'],
  ] as const)('%s: back where the partner wants them, and the match is %s', async (decision, status) => {
    const match = await ask();
    const page = await suite.visit({ language });
    await page.goto(match.consent.link);
    await page.getByRole('heading', { name: texts.title }).waitFor();
    const back = page.waitForRequest((request) => request.url().startsWith(`${suite.url}/sign-in?`));
    await page.getByRole('button', { name: texts[decision] }).click();
    expect((await back).url()).toBe(`${suite.url}/sign-in?matchId=${match.id}&status=${status}`);
    await page.waitForLoadState();
    expect((await suite.service.show(match.id)).status).toBe(status);
  });

  it.each(['light', 'dark'] as const)('%s: everybody can read and work the page', async (theme) => {
    const page = await suite.visit({ language, theme, width: 390 });
    await page.goto((await ask()).consent.link);
    expect(await page.locator('html').getAttribute('lang')).toBe(language);
    expect(await seriousFindings(page)).toEqual([]);
    const wide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    expect(wide).toBe(false);
  });
});

it('the other language is one click away, and stays through the answer', async () => {
  const page = await suite.visit({ language: 'en' });
  await page.goto((await ask()).consent.link);
  await page.getByRole('link', { name: 'Français' }).click();
  await page.getByRole('button', { name: CONSENT_TEXTS.fr.agree }).click();
  await page.waitForURL(/status=scored|sign-in/);
});

it('opened again after the answer, it says so and leads back', async () => {
  const match = await ask();
  const page = await suite.visit({ language: 'fr' });
  await page.goto(match.consent.link);
  const operators = page.url();
  await page.getByRole('button', { name: CONSENT_TEXTS.fr.agree }).click();
  await page.waitForURL(/sign-in/);
  await page.goto(operators);
  await page.getByRole('heading', { name: CONSENT_TEXTS.fr.answeredTitle }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
});

it('whoever comes back in another browser is turned away', async () => {
  const match = await ask();
  const [own, other] = [await suite.visit(), await suite.visit()];
  await own.goto(match.consent.link);
  const back = new URL(await consentAddress(own.url()));
  const answer = await other.goto(`${back.pathname}${back.search}`);
  expect(answer?.status()).toBe(403);
  expect((await suite.service.show(match.id)).status).toBe('consent_pending');
});

/** Where the operator sends who agrees, without a browser that goes there. */
async function consentAddress(page: string): Promise<string> {
  const answered = await fetch(page, {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({ decision: 'agree' }),
  });
  return answered.headers.get('location') ?? '';
}
