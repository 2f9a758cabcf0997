/** What customers' browsers see of us; no cookie of ours goes anywhere else. */
export const BROWSER_PATH = '/idmobile';
/** Where DQE sends the browser back; part of the public contract. */
export const CALLBACK_PATH = `${BROWSER_PATH}/callback` as const;
/** Our link to the operator's page, before its handle. */
export const CONSENT_PATH = `${BROWSER_PATH}/consent` as const;
