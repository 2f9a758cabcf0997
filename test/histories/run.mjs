// npm run test:histories: has the verifier look at 10,000 random histories that nobody has tampered with, and writes
// docs/evidence-histories.md, unless it raises an alarm. Another number may be given, with --seed N other histories.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commitNow } from '../support/commit.mjs';

const WHOLE = 10_000;
const SPEC = 'libs/transparency-log/src/bundle/honest.spec.ts';

const args = process.argv.slice(2);
const at = args.indexOf('--seed');
const seed = at < 0 ? '10000' : args.splice(at, 2)[1];
const count = Number(args[0] ?? WHOLE);
if (!Number.isInteger(count) || count < 1 || !/^\d+$/.test(seed ?? '')) {
  console.error('Usage: npm run test:histories -- [HOW_MANY] [--seed NUMBER]');
  process.exit(2);
}

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dqe_histories_'));
const result = join(folder, 'result.json');
const started = Date.now();
try {
  const jest = spawnSync(
    process.execPath,
    [
      ...['--experimental-vm-modules', '--no-warnings', here('../../node_modules/jest/bin/jest.js')],
      ...['--selectProjects=unit', '--runTestsByPath', SPEC],
    ],
    {
      cwd: here('../../'),
      env: {
        ...process.env,
        TLOG_HISTORIES: String(count),
        TLOG_HISTORIES_SEED: seed,
        TLOG_HISTORIES_RESULT: result,
      },
      stdio: 'inherit',
    },
  );
  process.exitCode = jest.status ?? 1;
  // A smaller run is for whoever has changed something, and no evidence.
  if (process.exitCode === 0 && count >= WHOLE) write(JSON.parse(readFileSync(result, 'utf8')));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function write({ histories, events, largest, verifications, alarms }) {
  const figure = (number) => number.toLocaleString('en');
  const text = `# Honest histories

Written by \`npm run test:histories\`, which passed. Each history is random: its length, its events (as the service makes them,
or any bytes, equal and empty ones among them), and where an older checkpoint was saved. Each is verified as one file with
and without the hashes of its tiles, as a directory of tiles, and as a selection of its events with proofs, by the
public key, with an older checkpoint and without.

| | |
| --- | ---: |
| histories nobody tampered with | ${figure(histories)} |
| events in them | ${figure(events)} |
| events in the largest | ${figure(largest)} |
| verifications | ${figure(verifications)} |
| **alarms** | **${figure(alarms)}** |

Seed ${seed}, ${Math.ceil((Date.now() - started) / 60_000)} minutes, ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, commit ${commitNow()}. The code: [honest.spec.ts](../${SPEC}).
`;
  writeFileSync(here('../../docs/evidence-histories.md'), text);
}
