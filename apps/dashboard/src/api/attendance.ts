/** After so long without a hand on the page, what it asks for it asks by itself. */
const ALONE_MS = 60_000;

let touchedAt = Date.now();
for (const sign of ['pointerdown', 'pointermove', 'keydown', 'wheel']) {
  globalThis.addEventListener(sign, () => (touchedAt = Date.now()), { passive: true, capture: true });
}

/** Tells the service that nobody is there, so that a page which renews itself keeps nobody signed in. */
export const attendanceHeaders = (): Readonly<Record<string, string>> =>
  Date.now() - touchedAt > ALONE_MS ? { 'x-unattended': '1' } : {};
