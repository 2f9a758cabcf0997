// npm run test:faults: kills the service hundreds of times and writes docs/faults.md (with TEST_DATABASE_URL).
// npm run test:faults -- --short (or FAULTS=short): one in eight of the named points (one in sixteen on the embedded database),
// other ones each time, and all other faults, for CI; writes nothing.
// --seed N repeats a run's choices, as far as two processes that race can be repeated. --points REGEXP kills at the
// named points that it matches only, --times N so often at each of them. --keep FILE writes what such a run found. Further
// arguments go to Jest. The evidence log alone, 308 kills on PostgreSQL:
//   npm run test:faults -- --points '^log' --times 28 --keep docs/faults-evidence.md kill-postgres
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsOf } from '../support/arguments.mjs';
import { writeReport } from './report.mjs';

const { args, take, value } = argumentsOf(process.argv.slice(2));
const short = take('--short') || process.env.FAULTS === 'short';
const seed = value('--seed') ?? process.env.FAULTS_SEED ?? String(Date.now() % 1_000_000);
const points = value('--points');
const times = value('--times');
const keep = value('--keep');
if (times !== undefined && !/^[1-9]\d*$/.test(times)) throw new Error('--times takes a whole number from 1');
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
  else if (status === 0 && keep !== undefined) {
    const command = `npm run test:faults -- ${process.argv.slice(2).map(quoted).join(' ')}`;
    writeReport(results, { seed, seconds: (Date.now() - started) / 1000, command, file: keep });
  }
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
        ...(times === undefined ? {} : { FAULTS_TIMES: times }),
      },
      stdio: 'inherit',
    },
  );
  return jest.status ?? 1;
}

function quoted(word) {
  return /^[\w./-]+$/.test(word) ? word : `'${word}'`;
}
