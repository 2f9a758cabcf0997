// Writes the Prisma client to src/generated. Needs neither network nor install scripts:
// `prisma generate` never runs the schema engine, but insists on finding its binary, so any existing file will do.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const schema = path.join(here, 'schema.prisma');
const output = path.join(here, 'src', 'generated');
const stamp = path.join(output, '.inputs');

const prismaManifest = createRequire(import.meta.url).resolve('prisma/package.json');
const prisma = JSON.parse(readFileSync(prismaManifest, 'utf8'));
const inputs = createHash('sha256')
  .update(prisma.version)
  .update('\0')
  .update(readFileSync(schema))
  .digest('hex');

const upToDate =
  existsSync(path.join(output, 'client.ts')) && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs;

if (!upToDate) {
  const cli = path.join(path.dirname(prismaManifest), prisma.bin.prisma);
  const { status, error, stdout, stderr } = spawnSync(
    process.execPath,
    [cli, 'generate', '--schema', schema],
    {
      cwd: here,
      encoding: 'utf8',
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: schema,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1', // no call home
      },
    },
  );
  if (error !== undefined || status !== 0) {
    process.stderr.write(`${stdout ?? ''}${stderr ?? ''}${error ? `${error.message}\n` : ''}`);
    process.exit(status || 1);
  }
  // Last, so that an interrupted run is repeated.
  writeFileSync(stamp, inputs);
  process.stdout.write(`Prisma client ${prisma.version} generated.\n`);
}
