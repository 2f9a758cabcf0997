import type { Page } from 'playwright-core';

/** Goes to a place of the dashboard, as its menu does, and waits until it is there. */
export async function goTo(page: Page, place: string): Promise<void> {
  const at = new URL(page.url());
  if (at.protocol !== 'http:' || at.pathname !== '/') await page.goto(`/#${place}`);
  else if (at.hash !== `#${place}`) {
    // The page that is left has a heading, too.
    await page.evaluate(`document.querySelector('h1')?.setAttribute('data-left', '')`);
    await page.evaluate(`location.hash = ${JSON.stringify(place)}`);
    await page.locator('h1[data-left]').waitFor({ state: 'detached' });
  }
  await settled(page);
}

/** The page has its heading, and nothing of it is still being fetched. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  const fetching = page.locator('main .MuiCircularProgress-root');
  while ((await fetching.count()) > 0) await fetching.first().waitFor({ state: 'detached' });
  // What was fetched is drawn by then.
  await page.evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
}

/** The places the menu leads to, for whoever is signed in. */
export async function menuOf(page: Page): Promise<string[]> {
  await goTo(page, '/');
  await page.getByRole('menu').first().waitFor();
  const links = page.getByRole('menu').getByRole('menuitem');
  const places = await links.evaluateAll((all) =>
    all.map((link) =>
      (link as unknown as { getAttribute(name: string): string | null }).getAttribute('href'),
    ),
  );
  return places.flatMap((place) => (place?.startsWith('#/') === true ? [place.slice(1)] : []));
}

/** Pages of single records that this page leads to: the first of each kind. */
export async function recordsOn(page: Page): Promise<string[]> {
  const links = await page
    .locator('main table a[href^="#/"], main ul a[href^="#/"]')
    .evaluateAll((all) =>
      all.map(
        (link) =>
          (link as unknown as { getAttribute(name: string): string | null }).getAttribute('href') ?? '',
      ),
    );
  const kinds = new Map<string, string>();
  for (const link of links) {
    const kind = link.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, ':id');
    if (kind !== link && !kinds.has(kind)) kinds.set(kind, link.slice(1));
  }
  return [...kinds.values()];
}
