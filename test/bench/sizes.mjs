import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What `npm run build` makes. */
const BUILT = [
  ...['apps/admin/dist', 'apps/dashboard/dist', 'apps/sandbox/dist'],
  ...['libs/dqe-idmobile/dist', 'libs/sealed-fields/dist', 'libs/transparency-log/dist'],
  ...['prisma/dist', 'prisma/src/generated'],
];

/**
 * The packages that stay after `npm prune --omit=dev --omit=optional`, as the lock has them and as they are installed here.
 * @returns name to bytes, the largest first
 */
export function productionPackages() {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const sizes = new Map();
  for (const [path, { link, dev, optional, devOptional }] of Object.entries(packages)) {
    if (!path.includes('node_modules/') || link || dev || optional || devOptional) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    sizes.set(name, (sizes.get(name) ?? 0) + bytesIn(join(ROOT, path)));
  }
  return new Map([...sizes].toSorted(([, a], [, b]) => b - a));
}

/** What the Dockerfile takes along beside packages: what git has, and what is built. */
export function ownBytes() {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0');
  const kept = tracked.filter((file) => file !== '' && existsSync(join(ROOT, file)));
  return {
    tracked: kept.reduce((sum, file) => sum + lstatSync(join(ROOT, file)).size, 0),
    built: BUILT.reduce((sum, directory) => sum + bytesIn(join(ROOT, directory)), 0),
  };
}

/** Of its files, without packages of its own. */
function bytesIn(directory) {
  return readdirSync(directory, { withFileTypes: true }).reduce((sum, entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? sum : sum + bytesIn(path);
    return sum + (entry.isFile() ? lstatSync(path).size : 0);
  }, 0);
}
