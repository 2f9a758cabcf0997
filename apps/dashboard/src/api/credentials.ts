/** Kept as long as the tab, and nowhere else. */
const KEY = 'idmobile.apiKey';
/** Where to go on after the sign-in page, which reads it. Holds a place of the dashboard, never a filter. */
const NEXT = 'idmobile.next';

export const apiKey = (): string | null => sessionStorage.getItem(KEY);

export const keepApiKey = (key: string): void => sessionStorage.setItem(KEY, key);

export const dropApiKey = (): void => sessionStorage.removeItem(KEY);

export const goOnAfterSignIn = (place: string): void => sessionStorage.setItem(NEXT, place);

/** What shows the service who asks. People have a cookie, which the browser sends by itself. */
export function credentialHeaders(): Readonly<Record<string, string>> {
  const key = apiKey();
  return key === null ? {} : { authorization: `Bearer ${key}` };
}
