// Do 10,000 matches leave the heap of the service where it stood after the first 1,000?
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SANDBOX_SUBSCRIBERS, startDqeSandbox } from 'nestjs-dqe-idmobile/testing';
import { Pool } from 'undici';
import { KEY, memoryOf, startService, WITH_PROBE } from './service.mjs';

const TOTAL = 10_000;
const STEP = 1_000;
const CALLERS = 16;
const LIMIT_MIB = 50;

const mib = (bytes) => bytes / 2 ** 20;

export async function run() {
  const sandbox = await startDqeSandbox({ record: false });
  const dataDir = mkdtempSync(join(tmpdir(), 'dqe-bench-'));
  const service = await startService({
    dqe: sandbox.url,
    dataDir,
    env: {
      ...{ DQE_LICENCE: sandbox.licence, DQE_CLIENT_SECRET: sandbox.clientSecret },
      DQE_PARTNER_NAME: sandbox.partnerName,
    },
    execArgv: WITH_PROBE,
  });
  try {
    const samples = [];
    for (let done = 0; done < TOTAL; done += STEP) {
      await matches(service.url, STEP);
      samples.push({ done: done + STEP, ...(await memoryOf(service)) });
    }
    return report(samples);
  } finally {
    await service.stop();
    await sandbox.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function matches(url, count) {
  const pool = new Pool(url, { connections: CALLERS });
  const people = SANDBOX_SUBSCRIBERS.filter(({ country, consent }) => country === 'FR' && !consent);
  let left = count;
  const call = async () => {
    while (left > 0) {
      const { number, identity } = people[left % people.length];
      left -= 1;
      const answer = await pool.request({
        path: '/api/v1/matches',
        method: 'POST',
        headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          number,
          identity: { lastName: identity.lastname, firstName: identity.firstname },
        }),
      });
      const body = await answer.body.text();
      if (answer.statusCode !== 201) throw new Error(`${answer.statusCode}: ${body}`);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, call));
  await pool.close();
}

function report(samples) {
  const [first] = samples;
  const last = samples.at(-1);
  const growth = mib(last.heapUsed - first.heapUsed);
  const rows = samples.map(
    ({ done, heapUsed, external, rss }) =>
      `| ${done} | ${mib(heapUsed).toFixed(1)} | ${mib(external).toFixed(1)} | ${mib(rss).toFixed(1)} |`,
  );
  const verdict = growth <= LIMIT_MIB ? 'within' : 'OUTSIDE';
  return `# Memory of the admin service

${TOTAL} matches through \`POST /api/v1/matches\` by ${CALLERS} callers, sandbox and callers in a process of their own,
embedded database, audit and sealing on. Measured after a forced garbage collection.

**From ${first.done} to ${last.done} matches the heap grew by ${growth.toFixed(1)} MiB: ${verdict} the ${LIMIT_MIB} MiB allowed.**

| matches | heap used, MiB | external, MiB | resident, MiB |
|---:|---:|---:|---:|
${rows.join('\n')}

Resident memory includes the embedded database, which runs in the process (WebAssembly).
`;
}
