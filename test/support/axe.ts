import { source } from 'axe-core';
import type { Page } from 'playwright-core';

interface Violation {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe finds serious or critical on the page as it stands, one for each rule. It is put in by the browser, past the policy. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(source);
  const found = await page.evaluate<Violation[]>(
    `axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) => violations)`,
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}, ${nodes.length} times: ${nodes[0]?.html}\n${nodes[0]?.failureSummary ?? ''}`,
    );
}
