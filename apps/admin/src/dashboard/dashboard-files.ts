import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DASHBOARD_FOLDER } from '../package-root.js';
import { ServedFile } from './served-file.js';

/**
 * What `npm run build` made of apps/dashboard: the page at `/`, and what it loads.
 * @throws Error it was not built
 */
export function dashboardFiles(folder: string = DASHBOARD_FOLDER): readonly ServedFile[] {
  const page = join(folder, 'index.html');
  const assets = join(folder, 'assets');
  if (!existsSync(page)) throw new Error('The dashboard is not built. Run: npm run build');
  return [
    new ServedFile('/', page, { stylesByScript: true }),
    ...readdirSync(assets)
      .filter((name) => !/\.(br|gz)$/.test(name))
      .map((name) => new ServedFile(`/assets/${name}`, join(assets, name), { hashed: true })),
  ];
}
