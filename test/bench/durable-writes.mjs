// Writes that are durable before they are acknowledged, by 256 callers: grouped, as the service does it, against a statement
// per write by the same pool. Two databases of a kind, interleaved, median of seven rounds, with the spread. On the
// embedded database; on PostgreSQL, too, where TEST_DATABASE_URL leads to a server.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase } from '@dqe-admin/database';
import { v7 as uuidv7 } from 'uuid';
import { atOnce, directMatch, partsOn, perSecond, spreadOf } from './matches.mjs';
import { ownDatabase } from './own-database.mjs';

const FULL = {
  rounds: 7,
  lines: 10_000,
  matches: 1_500,
  embedded: true,
  server: process.env.TEST_DATABASE_URL,
};
const CALLERS = 256;
/** Each on its own, by as many connections as the pool has. */
const ALONE = { most: 1, atOnce: 10 };

export async function run({ rounds, lines, matches, embedded, server } = FULL) {
  const results = [];
  const counts = { lines, matches };
  if (embedded) results.push(...(await compared('embedded', (side) => directory(side), rounds, counts)));
  if (server)
    results.push(...(await compared('PostgreSQL', (side) => onServer(server, side), rounds, counts)));
  return report(results, { rounds, ...counts });
}

async function compared(kind, make, rounds, { lines, matches }) {
  const places = [await make('grouped'), await make('alone')];
  const databases = await Promise.all(places.map(({ options }) => openDatabase(options)));
  try {
    const [grouped, alone] = await Promise.all(
      databases.map(async (database, i) => {
        await migrate(database);
        return i === 0 ? groupedOn(database) : aloneOn(database);
      }),
    );
    const results = [
      { name: `lines of the access log, ${kind}`, count: lines, act: 'line', grouped: [], alone: [] },
      { name: `matches, opened and ended, ${kind}`, count: matches, act: 'match', grouped: [], alone: [] },
    ];
    for (let round = 0; round <= rounds; round += 1) {
      for (const side of round % 2 === 0 ? [grouped, alone] : [alone, grouped]) {
        for (const result of results) {
          const started = performance.now();
          await atOnce(result.count, side[result.act], CALLERS);
          if (round > 0) result[side.name].push(result.count / ((performance.now() - started) / 1000));
        }
      }
    }
    return results;
  } finally {
    for (const database of databases) await database.close();
    for (const { drop } of places) await drop();
  }
}

const accessLog = () =>
  import(new URL('../../apps/admin/dist/audit/prisma-access-log.js', import.meta.url).href);

async function groupedOn(database) {
  const { PrismaAccessLog } = await accessLog();
  const log = new PrismaAccessLog(database);
  return sideOf('grouped', await partsOn(database), () => log.append(aLine()));
}

async function aloneOn(database) {
  const { insertOf } = await accessLog();
  const parts = await partsOn(database, undefined, ALONE);
  return sideOf('alone', parts, () => database.client.$executeRaw(insertOf([aLine()])));
}

function sideOf(name, parts, line) {
  let made = 0;
  const match = () => directMatch({ ...parts, name }, `+336${String((made += 1)).padStart(8, '0')}`);
  return { name, line, match };
}

const aLine = () => ({
  ...{ id: uuidv7(), at: new Date(), actor: { kind: 'key', id: 'bench' }, application: 'bench' },
  ...{ action: 'match.view', target: { type: 'match', id: 'bench' }, outcome: 'allowed' },
  ...{ permission: 'matches:read', requestId: 'bench', data: {} },
});

function directory(side) {
  const dataDir = mkdtempSync(join(tmpdir(), `dqe-bench-${side}-`));
  return { options: { dataDir }, drop: () => rmSync(dataDir, { recursive: true, force: true }) };
}

async function onServer(server, side) {
  const { url, drop } = await ownDatabase(server, `durable_${side}`);
  return { options: { url }, drop };
}

function report(results, { rounds, lines, matches }) {
  const rows = results.map(({ name, grouped, alone }) => {
    const ratio = spreadOf(grouped.map((rate, i) => rate / alone[i]));
    const cells = [grouped, alone].map((rates) => {
      const { least, middle, most } = spreadOf(rates);
      return `${perSecond(middle)} (${perSecond(least)} – ${perSecond(most)})`;
    });
    return `| ${name} | ${cells.join(' | ')} | **${ratio.middle.toFixed(2)}** (${ratio.least.toFixed(2)} – ${ratio.most.toFixed(2)}) |`;
  });
  return `# Durable writes, together and each on its own

${lines.toLocaleString('en')} lines of the access log, and ${matches.toLocaleString('en')} matches of numbers nobody had seen (opened, sealed, and scored), by ${CALLERS} callers a
round. Nothing is acknowledged before it is committed. _Grouped_: what waits goes together in the next statement, as the service does it.
_Alone_: a statement each, by the same pool of ten connections. The events of both wait for the log.

A second, median of ${rounds} interleaved rounds (least – most). The ratio is that of each round; 3 is what is asked for.

| | grouped | alone | ratio |
| --- | ---: | ---: | ---: |
${rows.join('\n')}
`;
}
