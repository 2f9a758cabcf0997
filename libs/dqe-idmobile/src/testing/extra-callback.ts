const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
const PATIENCE_MS = 2000;

/**
 * Calls the partner back without a browser, for callbacks that come twice or early. Waits for the answer, so that
 * the order of the two is certain, and ignores it, as a browser that was closed would.
 * Goes to loopback and the hosts of the option `callbackHosts` only.
 */
export async function makeExtraCallback(address: string, callbackHosts: readonly string[]): Promise<void> {
  const { hostname } = new URL(address);
  if (!LOOPBACK.has(hostname) && !callbackHosts.includes(hostname)) return;
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const response = await fetch(address, { redirect: 'manual', signal });
    await response.body?.cancel();
  } catch {
    // A partner that cannot be reached, or not in time, misses this callback, as it would in earnest.
  }
}
