import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { seriousFindings } from '../support/axe.js';
import { BrowserSuite, type Language, type Role } from '../support/browser-suite.js';
import { busyOffice } from '../support/busy-office.js';
import { goTo, menuOf, recordsOn } from '../support/dashboard.js';

/** PICTURES=folder keeps a picture of each page. */
const PICTURES = process.env['PICTURES'];
const ROLES: readonly Role[] = ['admin', 'auditor', 'reviewer', 'operator', 'viewer'];

const suite = new BrowserSuite();
beforeAll(async () => {
  const [auditor, reviewer] = [await suite.staffOf('auditor'), await suite.staffOf('reviewer')];
  await busyOffice(suite.service, { auditor, reviewer });
});

/** Every place the menu of a role leads to, and one record of each kind that can be reached from there. */
async function placesOf(page: Page): Promise<string[]> {
  const places = await menuOf(page);
  const records: string[] = [];
  for (const place of places) {
    await goTo(page, place);
    records.push(...(await recordsOn(page)));
  }
  const kindOf = (place: string) => place.replace(/[0-9a-f-]{36}/, ':id');
  return [...new Map([...places, ...records].map((place) => [kindOf(place), place])).values()];
}

const LOOKS = [
  ['en', 'light', 1280],
  ['fr', 'light', 390],
  ['en', 'dark', 390],
  ['fr', 'dark', 1280],
] as const satisfies [Language, 'light' | 'dark', number][];

/** Pages that were looked at as somebody else already. */
const known = new Set<string>();

describe.each(ROLES)('every page of the dashboard, for the role %s', (role) => {
  let places: string[] = [];

  it('is found in the menu', async () => {
    const page = await suite.visit({ as: role });
    places = (await placesOf(page)).filter((place) => !known.has(place));
    for (const place of places) known.add(place);
    expect(page.url()).toContain(suite.url);
  });

  it.each(LOOKS)(
    'in %s, %s, %i pixels wide, everybody can read and work it',
    async (language, theme, width) => {
      const page = await suite.visit({ as: role, language, theme, width });
      const findings: unknown[] = [];
      for (const place of places) {
        await goTo(page, place);
        const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        const [lang, title] = [await page.locator('html').getAttribute('lang'), await page.title()];
        const serious = await seriousFindings(page);
        // A key of a text that is missing shows as itself.
        const keys =
          (await page.locator('body').innerText()).match(/\b[a-z]\w+(\.[a-z]\w+)+\b(?=\s|$)/gi) ?? [];
        const untranslated = keys.filter((key) => /^(records|forms|ra|layout|approvals|cases)\./.test(key));
        if (serious.length > 0 || Number(wide) > 0 || untranslated.length > 0)
          findings.push({ place, serious, wide, untranslated });
        expect([lang, title]).toEqual([language, expect.stringMatching(/\S+ · DQE ID Mobile$/)]);
        if (PICTURES !== undefined) await keep(page, `${place.replaceAll('/', '-')}-${language}-${theme}`);
      }
      expect(findings).toEqual([]);
    },
  );
});

async function keep(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES!, { recursive: true });
  await page.screenshot({ path: join(PICTURES!, `${name.replace(/[0-9a-f-]{36}/, 'ID')}.png`) });
}
