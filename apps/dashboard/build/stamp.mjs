import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const SOURCES = ['src', 'build', 'index.html', 'vite.config.ts', 'package.json'];

/** A hash of everything the built files depend on: the sources here, and what npm has installed. */
export function stampOf(root) {
  const hash = createHash('sha256').update(process.version);
  const files = SOURCES.flatMap((name) => filesUnder(join(root, name)))
    .filter((file) => !/spec\.tsx?$/.test(file))
    .sort();
  for (const file of [...files, join(root, '../../package-lock.json')]) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => filesUnder(join(path, name)));
}
