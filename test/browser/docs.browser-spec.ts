import { BrowserSuite } from '../support/browser-suite.js';

const suite = new BrowserSuite();

it('the API can be read, and tried, under a policy of our own files only', async () => {
  const page = await suite.visit();
  await page.goto('/docs');
  await page.getByRole('heading', { name: /DQE ID Mobile/ }).waitFor();
  const operation = page.locator('.opblock', { hasText: '/health/live' }).first();
  await operation.locator('.opblock-summary-control').click();
  await operation.getByRole('button', { name: 'Try it out' }).click();
  await operation.getByRole('button', { name: 'Execute' }).click();
  await operation.locator('.live-responses-table .response-col_status', { hasText: '200' }).waitFor();
});
