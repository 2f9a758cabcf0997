import type { Browser } from 'playwright-core';

/** A real Chromium, from npm unless CHROMIUM=/path/to/chromium names another. Never skipped: throws where there is none. */
export function launchChromium(): Promise<Browser>;
