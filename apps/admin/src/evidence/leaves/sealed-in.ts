/** Whether what an event says binds something that is sealed for the person of its match. */
export function sealedIn(payload: string): boolean {
  try {
    const { sealed, data } = JSON.parse(payload) as {
      sealed?: object;
      data?: { reasonHash?: unknown } | null;
    };
    return Object.keys(sealed ?? {}).length > 0 || data?.reasonHash !== undefined;
  } catch {
    return false;
  }
}
