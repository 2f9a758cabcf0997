// npm run test:postgres: integration and end-to-end tests on the server of TEST_DATABASE_URL, and writes docs/postgres-tests.md.
// -- --short: of the end-to-end suites one in five, other ones each day, for CI; writes nothing. --seed N chooses others.
// Further arguments go to Jest, and nothing is written then either.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { argumentsOf } from '../support/arguments.mjs';
import { commitNow } from '../support/commit.mjs';

const ONE_IN = 5;
const DAY_MS = 86_400_000;
/** These use no server: they are in `npm test`. */
const WITHOUT_SERVER = ['/libs/', '/test/consumer/', '/diff\\.int-spec'];

if (!process.env.TEST_DATABASE_URL) {
  console.error('Set TEST_DATABASE_URL to a PostgreSQL server on which databases may be made.');
  process.exit(2);
}
const { args, take, value } = argumentsOf(process.argv.slice(2));
const short = take('--short');
const seed = Number(value('--seed') ?? Math.floor(Date.now() / DAY_MS));
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const suites = readdirSync(here('../e2e')).filter((name) => name.endsWith('.e2e-spec.ts'));
const left = short ? suites.filter((_, at) => at % ONE_IN !== seed % ONE_IN) : [];
if (short) {
  console.log(
    `PostgreSQL: ${suites.length - left.length} of ${suites.length} end-to-end suites, seed ${seed}`,
  );
}

const folder = mkdtempSync(join(tmpdir(), 'dqe_postgres_'));
const result = join(folder, 'result.json');
const whole = !short && args.length === 0;
const started = Date.now();
try {
  const ignored = [...WITHOUT_SERVER, ...left.map((name) => `/e2e/${name.replaceAll('.', '\\.')}`)];
  const jest = spawnSync(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--no-warnings', here('../../node_modules/jest/bin/jest.js')],
      ...['--selectProjects', 'integration', 'e2e', '--testPathIgnorePatterns', ...ignored],
      ...(whole ? ['--json', `--outputFile=${result}`] : args),
    ],
    { cwd: here('../../'), stdio: ['inherit', whole ? 'ignore' : 'inherit', 'inherit'] },
  );
  process.exitCode = jest.status ?? 1;
  if (whole && process.exitCode === 0) write(JSON.parse(readFileSync(result, 'utf8')));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function write({ numPassedTestSuites: files, numPassedTests: passed, numPendingTests: skipped }) {
  const minutes = ((Date.now() - started) / 60_000).toFixed(0);
  const text = `# The tests on PostgreSQL

Written by \`npm run test:postgres\`, which passed: all integration and end-to-end tests that use a database. CI runs all of the
first and a fifth of the second, other ones each day.

| | |
| --- | ---: |
| suites | ${files} |
| tests that passed | ${passed.toLocaleString('en')} |
| tests of another database or machine | ${skipped} |

${minutes} minutes on ${cpus().length} × ${cpus()[0].model.trim()}, ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, commit ${commitNow()}.
`;
  writeFileSync(here('../../docs/postgres-tests.md'), text);
  console.log(text);
}
