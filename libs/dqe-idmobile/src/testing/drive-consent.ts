import type { ConsentDecision } from './consent-desk.js';

/**
 * Does what a browser does on the operator's page: opens it, then answers.
 * @returns where the browser is sent, the `Location` of the redirect; it is not followed.
 * @throws Error where the page does not exist any more.
 */
export async function driveConsent(page: URL, decision: ConsentDecision): Promise<string> {
  const opened = await fetch(page);
  await opened.arrayBuffer();
  const answered = await fetch(page, {
    method: 'POST',
    body: new URLSearchParams({ decision }),
    redirect: 'manual',
  });
  await answered.arrayBuffer();
  const location = answered.headers.get('location');
  if (answered.status !== 303 || location === null) {
    throw new Error(`The consent page answered ${answered.status} instead of a redirect.`);
  }
  return location;
}
