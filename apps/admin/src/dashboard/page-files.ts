import { createRequire } from 'node:module';
import { join } from 'node:path';
import { PUBLIC_FOLDER } from '../package-root.js';
import { ServedFile } from './served-file.js';

const SWAGGER_UI = join(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'), '..');

/** By address: the pages beside the dashboard, which people see before they are signed in, and the API's own. */
const FILES: Readonly<Record<string, string>> = {
  '/pages.css': join(PUBLIC_FOLDER, 'pages.css'),
  '/sign-in': join(PUBLIC_FOLDER, 'sign-in.html'),
  '/sign-in.css': join(PUBLIC_FOLDER, 'sign-in.css'),
  '/sign-in.js': join(PUBLIC_FOLDER, 'sign-in.js'),
  '/sign-in-texts.js': join(PUBLIC_FOLDER, 'sign-in-texts.js'),
  '/favicon.svg': join(PUBLIC_FOLDER, 'favicon.svg'),
  '/docs': join(PUBLIC_FOLDER, 'docs.html'),
  '/docs/init.js': join(PUBLIC_FOLDER, 'docs-init.js'),
  '/docs/swagger-ui.css': join(SWAGGER_UI, 'swagger-ui.css'),
  '/docs/swagger-ui-bundle.js': join(SWAGGER_UI, 'swagger-ui-bundle.js'),
};

export const pageFiles = (): readonly ServedFile[] =>
  Object.entries(FILES).map(([address, path]) => new ServedFile(address, path));
