// Writes the Prisma client of the naive app and compiles it: test/bench/naive/dist/src/main.js.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const require = createRequire(new URL('../../../prisma/package.json', import.meta.url));

export function buildNaiveApp() {
  const manifest = require.resolve('prisma/package.json');
  const prisma = join(dirname(manifest), require(manifest).bin.prisma);
  const schema = join(here, 'schema.prisma');
  // `prisma generate` insists on an engine it never runs (prisma/generate.mjs).
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: schema, CHECKPOINT_DISABLE: '1' };
  execFileSync(process.execPath, [prisma, 'generate', '--schema', schema], { cwd: here, env, stdio: 'pipe' });
  execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', here], { stdio: 'pipe' });
  return join(here, 'dist', 'src', 'main.js');
}
