// How long the built service takes to be ready, what memory it takes, and how large it is: each against its budget
// (docs/budgets.md says why). TEST_DATABASE_URL has to lead to a server.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Pool } from 'undici';
import { load } from './callers.mjs';
import { spreadOf } from './matches.mjs';
import { ownDatabase } from './own-database.mjs';
import { peakMiBOf, processorMsOf } from './process-figures.mjs';
import { memoryOf, serverOfTests, startService, startStandIn, WITH_PROBE } from './service.mjs';
import { ownBytes, productionPackages } from './sizes.mjs';

const FULL = { rounds: 5, matches: 4_000, connections: 64 };
/** Seconds until ready, of processor time; MiB resident at most; MiB of files. */
const BUDGETS = {
  start: {
    PostgreSQL: 6,
    'PostgreSQL, first start': 6,
    'PostgreSQL, migrating an empty database': 5,
    embedded: 9,
    'embedded, first start': 18,
  },
  memory: { PostgreSQL: 800, embedded: 1_100 },
  packages: 250,
  own: 50,
};
const MIGRATE = fileURLToPath(new URL('../../prisma/dist/main-migrate.js', import.meta.url));

export async function run({ rounds, matches, connections } = FULL) {
  const server = serverOfTests();
  const dqe = await startStandIn();
  const stages = [];
  const stageOf = async (kind) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dqe-bench-'));
    const own = kind === 'embedded' ? undefined : await ownDatabase(server, `start_${stages.length}`);
    const stage = { kind, dataDir, own, dqe: dqe.url, database: own?.url };
    stages.push(stage);
    return stage;
  };
  const starts = new Map(Object.keys(BUDGETS.start).map((name) => [name, { waits: [], processor: [] }]));
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const kind of ['PostgreSQL', 'embedded']) await firstAndLater(await stageOf(kind), starts);
    }
    const memory = [];
    for (const stage of stages.slice(-2)) memory.push(...(await memoryIn(stage, matches, connections)));
    return report(starts, memory, { rounds, matches, connections });
  } finally {
    dqe.stop();
    for (const { own, dataDir } of stages) {
      await own?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  }
}

async function firstAndLater(stage, starts) {
  const keep = (name, { seconds, processor }) => {
    starts.get(name).waits.push(seconds);
    if (processor !== undefined) starts.get(name).processor.push(processor);
  };
  if (stage.kind === 'PostgreSQL') keep('PostgreSQL, migrating an empty database', await migrated(stage));
  keep(`${stage.kind}, first start`, await started(stage));
  keep(stage.kind, await started(stage));
}

async function migrated({ database }) {
  const begun = performance.now();
  await promisify(execFile)(process.execPath, [MIGRATE], {
    env: { PATH: process.env.PATH, DATABASE_URL: database },
  });
  return { seconds: (performance.now() - begun) / 1000 };
}

async function started(stage) {
  const begun = performance.now();
  const service = await readyService(stage);
  const figures = {
    seconds: (performance.now() - begun) / 1000,
    processor: processorMsOf(service.child.pid) / 1000,
  };
  await service.stop();
  return figures;
}

/** Spawned, and answering that it is ready. */
async function readyService(stage, execArgv) {
  const service = await startService({ ...stage, execArgv });
  for (;;) {
    const { status } = await fetch(`${service.url}/health/ready`);
    if (status === 200) return service;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function memoryIn(stage, matches, connections) {
  const service = await readyService(stage, WITH_PROBE);
  const pool = new Pool(service.url, { connections });
  const figures = async (when) => ({
    ...{ kind: stage.kind, when, peak: peakMiBOf(service.child.pid) },
    ...(await memoryOf(service)),
  });
  try {
    const atRest = await figures('at rest');
    await load([pool], { name: stage.kind, made: 0 }, matches, connections);
    return [atRest, await figures('under load')];
  } finally {
    await pool.close();
    await service.stop();
  }
}

const mib = (bytes) => (bytes / 2 ** 20).toFixed(1);
const verdict = (figure, budget) => (figure <= budget ? 'within' : '**OUTSIDE**');

function report(starts, memory, { rounds, matches, connections }) {
  const spread = (figures) => {
    if (figures.length === 0) return '';
    const { least, middle, most } = spreadOf(figures);
    return `${middle.toFixed(2)} s (${least.toFixed(2)} – ${most.toFixed(2)})`;
  };
  const startRows = [...starts].map(([name, { waits, processor }]) => {
    const budget = BUDGETS.start[name];
    const { middle } = spreadOf(processor.length > 0 ? processor : waits);
    return `| ${name} | ${spread(waits)} | ${spread(processor)} | ${budget} s | ${verdict(middle, budget)} |`;
  });
  const memoryRows = memory.map(({ kind, when, heapUsed, external, rss, peak }) => {
    const budget = BUDGETS.memory[kind];
    const figures = [mib(heapUsed), mib(external), mib(rss), peak.toFixed(1)].join(' | ');
    return `| ${kind}, ${when} | ${figures} | ${budget} | ${verdict(peak, budget)} |`;
  });
  return `# Start-up, memory and size

Why each is as it is, and what its budget is for: [budgets](../budgets.md).

## Cold start

From \`node apps/admin/dist/main.js\` until \`/health/ready\` says so; median of ${rounds} interleaved rounds (least – most). A first start makes the
keys, and the embedded database; PostgreSQL is migrated beforehand, by \`npm run db:migrate\`. The budget is of processor time, which
other work on the machine changes least; of a migration, of the time it took.

| | until ready | processor time | budget | |
| --- | ---: | ---: | ---: | --- |
${startRows.join('\n')}

## Memory

At rest: ready, and nobody has asked for anything. Under load: after ${matches.toLocaleString('en')} matches by ${connections} connections. Heap, external and
resident are measured after a forced collection; the peak is the most that was ever resident, and what the budget is of. MiB.

| | heap | external | resident | peak | budget | |
| --- | ---: | ---: | ---: | ---: | ---: | --- |
${memoryRows.join('\n')}

${sizes()}`;
}

function sizes() {
  const packages = [...productionPackages()];
  const total = packages.reduce((sum, [, bytes]) => sum + bytes, 0);
  const { tracked, built } = ownBytes();
  const largest = packages.slice(0, 10).map(([name, bytes]) => `| ${name} | ${mib(bytes)} |`);
  const rest = packages.slice(10).reduce((sum, [, bytes]) => sum + bytes, 0);
  return `## Size

What \`/app\` holds in the last stage of the [Dockerfile](../../Dockerfile), by the sizes of its files in MiB, without Node's image below it. It is
added up from the lock and what is installed here, for there is no container engine on the machine this is measured on.

| | MiB | budget | |
| --- | ---: | ---: | --- |
| \`node_modules\`, ${packages.length} packages | ${mib(total)} | ${BUDGETS.packages} | ${verdict(total / 2 ** 20, BUDGETS.packages)} |
| what is built, and the sources | ${mib(built + tracked)} | ${BUDGETS.own} | ${verdict((built + tracked) / 2 ** 20, BUDGETS.own)} |

| of \`node_modules\` | MiB |
| --- | ---: |
${largest.join('\n')}
| ${packages.length - 10} others | ${mib(rest)} |
`;
}
