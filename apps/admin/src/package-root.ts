import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of this package; `src/` and `dist/` both lie right below it. */
const PACKAGE_ROOT = new URL('..', import.meta.url);

/** Static files of the pages beside the dashboard. */
export const PUBLIC_FOLDER = fileURLToPath(new URL('public/', PACKAGE_ROOT));

/** Where the dashboard is built to. */
export const DASHBOARD_FOLDER = fileURLToPath(new URL('../dashboard/dist/', PACKAGE_ROOT));

/** Version of the admin service. */
export const VERSION = (
  JSON.parse(readFileSync(new URL('package.json', PACKAGE_ROOT), 'utf8')) as { version: string }
).version;
