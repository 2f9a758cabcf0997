// npm run test:faults: kills the service hundreds of times and writes docs/faults.md (with TEST_DATABASE_URL).
// npm run test:faults -- --short (or FAULTS=short): every named point once (one in three of them on
// the embedded database) and all other faults, for CI; writes nothing.
// --seed N repeats a run's choices, as far as two processes that race can be repeated. --points REGEXP kills at the
// named points that it matches only. Further arguments go to Jest.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeReport } from './report.mjs';

const args = process.argv.slice(2);
const short = take('--short') || process.env.FAULTS === 'short';
const seed = value('--seed') ?? process.env.FAULTS_SEED ?? String(Date.now() % 1_000_000);
const points = value('--points');
const results = mkdtempSync(join(tmpdir(), 'dqe_faults_'));

console.log(`Faults: ${short ? 'short' : 'whole'} run, seed ${seed}`);
if (!process.env.TEST_DATABASE_URL) {
  console.log('TEST_DATABASE_URL is not set: on the embedded database only.');
}

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const started = Date.now();
// What is measured, not only found, has the machine to itself.
const measured = 'dqe-down';
const status =
  args.length > 0 || points !== undefined
    ? run(args)
    : run(['--testPathIgnorePatterns', measured]) || run(['--testPathPatterns', measured]);
try {
  if (status === 0 && !short && args.length === 0 && points === undefined && process.env.TEST_DATABASE_URL)
    writeReport(results, { seed, seconds: (Date.now() - started) / 1000 });
} finally {
  rmSync(results, { recursive: true, force: true });
}
process.exitCode = status;

function run(more) {
  const jest = spawnSync(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--no-warnings'],
      here('../../node_modules/jest/bin/jest.js'),
      // The kills keep a core busy each; most others wait, for what they broke to be noticed.
      ...['--selectProjects=faults', '--maxWorkers=3', `--testSequencer=${here('kills-first.cjs')}`, ...more],
    ],
    {
      cwd: here('../../'),
      env: {
        ...process.env,
        FAULTS: short ? 'short' : 'full',
        FAULTS_SEED: seed,
        FAULTS_RESULTS: results,
        ...(points === undefined ? {} : { FAULTS_POINTS: points }),
      },
      stdio: 'inherit',
    },
  );
  return jest.status ?? 1;
}

function take(name) {
  const at = args.indexOf(name);
  if (at >= 0) args.splice(at, 1);
  return at >= 0;
}

function value(name) {
  const at = args.indexOf(name);
  return at < 0 ? undefined : args.splice(at, 2)[1];
}
