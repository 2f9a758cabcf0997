import type { Browser, BrowserContext, Page } from 'playwright-core';
import { AdminService, type InProcessOptions } from './admin-service.js';
import { launchChromium } from './chromium.mjs';
import { PageGuard } from './page-guard.js';
import { ShiftedClock } from './shifted-clock.js';
import { type Staff, staffOf } from './staff.js';

export type Role = 'viewer' | 'operator' | 'reviewer' | 'auditor' | 'admin';
export type Language = 'en' | 'fr';

export interface VisitOptions {
  /** Signed in as somebody of that role. @default nobody */
  readonly as?: Role;
  /** Signed in as that one, instead of by a role. */
  readonly by?: Staff;
  /** @default en */
  readonly language?: Language;
  /** @default light */
  readonly theme?: 'light' | 'dark';
  /** @default a desk's screen */
  readonly width?: number;
}

/**
 * One service with its sandbox, and one Chromium, for all tests of the file it is called in; each test has contexts of
 * its own, and fails for whatever a `PageGuard` saw in them.
 */
export class BrowserSuite {
  private started: { service: AdminService; browser: Browser } | undefined;
  private readonly staff = new Map<Role, Promise<Staff>>();
  private visits: { context: BrowserContext; guard: PageGuard }[] = [];

  constructor(options: InProcessOptions = {}) {
    beforeAll(async () => {
      const [service, browser] = await Promise.all([
        AdminService.start({
          clock: new ShiftedClock(),
          ...options,
          env: { DQE_BASE_URL: '', ...options.env },
        }),
        launchChromium(),
      ]);
      this.started = { service, browser };
    });
    afterEach(async () => {
      const ended = this.visits.splice(0);
      await Promise.all(ended.map(({ context }) => context.close()));
      expect(ended.flatMap(({ guard }) => guard.complaints)).toEqual([]);
    });
    afterAll(async () => {
      await Promise.all([this.started?.browser.close(), this.started?.service.close()]);
    });
  }

  get service(): AdminService {
    return this.running.service;
  }

  /** Where browsers reach the service. */
  get url(): string {
    return this.service.url.replace('127.0.0.1', 'localhost');
  }

  /** A page of a browser that has nothing but, where asked for, the cookie of a session. */
  async visit({ as, by, language = 'en', theme = 'light', width = 1280 }: VisitOptions = {}): Promise<Page> {
    const context = await this.running.browser.newContext({
      ...{ baseURL: this.url, locale: language, colorScheme: theme, timezoneId: 'Europe/Paris' },
      viewport: { width, height: width < 600 ? 800 : 900 },
      reducedMotion: 'reduce',
    });
    this.visits.push({ context, guard: await PageGuard.on(context) });
    context.setDefaultTimeout(45_000);
    const who = by ?? (as === undefined ? undefined : await this.staffOf(as));
    if (who !== undefined) {
      const { cookies } = who.browser;
      const value = cookies.get('admin-session')!;
      await context.addCookies([
        { name: 'admin-session', value, url: this.url, httpOnly: true, sameSite: 'Lax' },
      ]);
    }
    return context.newPage();
  }

  /** The one of that role, invited and signed in when first asked for. */
  staffOf(role: Role): Promise<Staff> {
    const known = this.staff.get(role) ?? staffOf(this.service, [role]);
    this.staff.set(role, known);
    return known;
  }

  private get running() {
    if (this.started === undefined) throw new Error('the suite has not started yet');
    return this.started;
  }
}
