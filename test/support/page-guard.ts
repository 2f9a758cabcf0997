import type { BrowserContext, Request, Response } from 'playwright-core';

const LOOPBACK = new Set(['127.0.0.1', 'localhost']);
/** Chromium says so of every 4xx as well, which a test may have asked for; 5xx and missing files are seen below. */
const STATUS_LINE = /^Failed to load resource: the server responded with a status of/;
/** Of the browser about itself, by which of an origin's pages it had open first: all of ours ask for the same. */
const OF_THE_BROWSER = /origin-keyed agent cluster/;
const NEEDED = new Set(['script', 'stylesheet', 'image', 'font']);

/** Watches every page of a context, and keeps what none of ours may do. */
export class PageGuard {
  readonly complaints: string[] = [];

  static async on(context: BrowserContext): Promise<PageGuard> {
    const guard = new PageGuard();
    // The event comes also where nothing is written to the console.
    await context.exposeBinding('reportViolation', (_, text: string) => guard.complaints.push(text));
    await context.addInitScript(() => {
      const page = globalThis as unknown as {
        addEventListener(type: string, heard: (event: Record<string, string>) => void): void;
        reportViolation(text: string): void;
      };
      page.addEventListener('securitypolicyviolation', (event) => {
        page.reportViolation(`policy: ${event['violatedDirective']} refuses ${event['blockedURI']}`);
      });
    });
    context.on('console', (line) => {
      if (!['error', 'warning'].includes(line.type())) return;
      if (STATUS_LINE.test(line.text()) || OF_THE_BROWSER.test(line.text())) return;
      guard.complaints.push(`console: ${line.text()}`);
    });
    context.on('weberror', (error) => guard.complaints.push(`uncaught: ${String(error.error())}`));
    context.on('request', (request) => guard.look(request));
    context.on('response', (response) => guard.judge(response));
    return guard;
  }

  private look(request: Request): void {
    const url = new URL(request.url());
    if (!/^(http|ws)/.test(url.protocol)) return;
    // A page may lead elsewhere on this machine, as to the operator's; all it is made of comes from where it is.
    const page = request.isNavigationRequest() ? undefined : new URL(request.frame().url());
    const home = page === undefined ? LOOPBACK.has(url.hostname) : url.host === page.host;
    if (!home) this.complaints.push(`elsewhere: ${request.resourceType()} ${url.origin}`);
  }

  private judge(response: Response): void {
    const type = response.request().resourceType();
    const status = response.status();
    if (status >= 500 || (status >= 400 && NEEDED.has(type)))
      this.complaints.push(`HTTP ${status}: ${type} ${new URL(response.url()).pathname}`);
  }
}
