import { CONSENT_TEXTS } from '../../libs/dqe-idmobile/src/testing/consent-texts.js';
import { seriousFindings } from '../support/axe.js';
import { BrowserSuite } from '../support/browser-suite.js';

const TEXTS = {
  en: {
    ...{ persona: 'Somebody the sandbox knows', run: 'Run the match', go: 'Go to the operator’s page' },
    ...{ scored: 'answered', rejected: 'not possible', refused: 'The customer refused consent' },
    ...{ birthDate: 'Birth date', came: 'Came back', number: 'Mobile number' },
  },
  fr: {
    ...{ persona: 'Une personne connue du bac à sable', run: 'Lancer la vérification' },
    ...{ go: 'Aller à la page de l’opérateur', scored: 'réponse reçue', rejected: 'impossible' },
    ...{ refused: 'Le client a refusé de consentir', birthDate: 'Date de naissance', came: 'Retour' },
    ...{ number: 'Numéro de mobile' },
  },
} as const;

const suite = new BrowserSuite();

describe.each(['en', 'fr'] as const)('trying a match in %s', (language) => {
  const texts = TEXTS[language];
  const open = async (theme: 'light' | 'dark' = 'light') => {
    const page = await suite.visit({ as: 'operator', language, theme });
    await page.goto('/#/try-it');
    await page.getByRole('button', { name: texts.run }).waitFor();
    return page;
  };

  it('runs with whom is offered at once, and shows what came out', async () => {
    const page = await open();
    await page.getByRole('button', { name: texts.run }).click();
    await page.waitForURL(/#\/matches\/[0-9a-f-]{36}\/show/);
    await page.getByRole('meter').first().waitFor();
  });

  it('says at the field what is wrong with it', async () => {
    const page = await open();
    const field = page.getByLabel(texts.birthDate);
    await field.fill('31.12.1990');
    await page.getByLabel(texts.number).fill('1');
    await page.getByRole('button', { name: texts.run }).click();
    await page.getByRole('alert').last().waitFor();
    for (const wrong of [field, page.getByLabel(texts.number)]) {
      expect(await wrong.getAttribute('aria-invalid')).toBe('true');
      const hint = await wrong.getAttribute('aria-describedby');
      expect(await page.locator(`id=${hint}`).textContent()).toMatch(/\w+/);
    }
    expect(await seriousFindings(page)).toEqual([]);
  });

  it.each([
    ['agree', 'scored'],
    ['refuse', 'rejected'],
  ] as const)('%s: over the operator’s page and back to the match, which is %s', async (decision, status) => {
    const page = await open('dark');
    await page.getByLabel(texts.persona).click();
    await page.getByRole('option', { name: /Hugo Bernard/ }).click();
    await page.getByRole('button', { name: texts.run }).click();
    await page.getByRole('link', { name: texts.go }).click();
    await page.getByRole('button', { name: CONSENT_TEXTS[language][decision] }).click();
    await page.waitForURL(/#\/matches\/[0-9a-f-]{36}\/show$/);
    // What the way back brought is read once and out of the address.
    expect(new URL(page.url()).search).toBe('');
    await page.getByText(texts[status], { exact: true }).first().waitFor();
    if (status === 'rejected') await page.getByText(texts.refused).waitFor();
    expect(await seriousFindings(page)).toEqual([]);
  });
});
