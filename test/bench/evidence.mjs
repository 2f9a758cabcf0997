// What does the evidence log cost a match? Two databases of a kind, one whose events enter the log, one where nothing queues
// them. Interleaved, median of seven rounds, with the spread. On the embedded database; on PostgreSQL, too, where
// TEST_DATABASE_URL leads to a server.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate, openDatabase } from '@dqe-admin/database';
import { SigningKey } from 'transparency-log';
import { atOnce, CALLERS, match, partsOn, perSecond, spreadOf } from './matches.mjs';
import { ownDatabase } from './own-database.mjs';

const FULL = { rounds: 7, matches: 1_500, embedded: true, server: process.env.TEST_DATABASE_URL };
const ORIGIN = 'evidence.bank.example/log';
/** As the service has them. */
const [BATCH, PAUSE_MS] = [{ embedded: 500, server: 1_000 }, 500];

export async function run({ rounds, matches, embedded, server } = FULL) {
  const results = [];
  if (embedded) results.push(await compared('embedded', (name) => directory(name), rounds, matches));
  if (server) results.push(await compared('server', (side) => onServer(server, side), rounds, matches));
  return report(results, rounds);
}

async function compared(kind, make, rounds, matches) {
  const places = [await make('on'), await make('off')];
  const databases = await Promise.all(places.map(({ options }) => openDatabase(options)));
  try {
    const [on, off] = await Promise.all(
      databases.map(async (database, i) => {
        await migrate(database);
        const name = i === 0 ? 'on' : 'off';
        return { ...{ name, database, made: 0, rates: [] }, ...(await partsOn(database)) };
      }),
    );
    for (const table of ['match_events', 'access_events']) {
      await off.database.client.$executeRawUnsafe(`DROP TRIGGER ${table}_queue ON ${table}`);
    }
    const log = await sequencerOn(on.database, BATCH[kind]);
    for (let round = 0; round <= rounds; round += 1) {
      for (const side of round % 2 === 0 ? [on, off] : [off, on]) {
        if (side === on) log.start();
        const started = performance.now();
        await atOnce(matches, () => match(side, `+336${String((side.made += 1)).padStart(8, '0')}`));
        // Not done while there is more to be taken into the log.
        if (side === on) await log.stop();
        const seconds = (performance.now() - started) / 1000;
        if (round > 0) side.rates.push(matches / seconds);
      }
    }
    return { kind, on: on.rates, off: off.rates, ...(await publishing(on.database)) };
  } finally {
    for (const database of databases) await database.close();
    for (const { drop } of places) await drop();
  }
}

/** Rounds every half second, as the service does them, in the same process. */
async function sequencerOn(database, batch) {
  const { PrismaRounds } = await import(
    new URL('../../apps/admin/dist/evidence/sequencing/prisma-rounds.js', import.meta.url).href
  );
  const { EvidenceKeys } = await import(
    new URL('../../apps/admin/dist/evidence/keys/evidence-keys.js', import.meta.url).href
  );
  const rounds = new PrismaRounds(
    database,
    new EvidenceKeys(ORIGIN, [new SigningKey(ORIGIN, randomBytes(32))]),
  );
  let running = null;
  let stopping = false;
  let wake = () => undefined;
  const all = async () => {
    let round;
    do round = await rounds.run(batch);
    while (round.outcome === 'integrated' && round.full);
  };
  const loop = async () => {
    while (!stopping) {
      await all();
      if (!stopping) await Promise.race([sleep(PAUSE_MS), new Promise((resolve) => (wake = resolve))]);
    }
    await all();
  };
  return {
    start: () => {
      stopping = false;
      running = loop();
    },
    stop: async () => {
      stopping = true;
      wake();
      await running;
    },
  };
}

/** From when an event was put on record until a checkpoint holds it. */
async function publishing({ client }) {
  const [figures] = await client.$queryRawUnsafe(`
    SELECT count(*)::int AS events, percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) AS middle,
      percentile_cont(0.99) WITHIN GROUP (ORDER BY ms) AS p99, max(ms) AS most
    FROM log_entries e
    JOIN LATERAL (SELECT published_at FROM log_checkpoints WHERE size > e.index ORDER BY size LIMIT 1) c ON true
    CROSS JOIN LATERAL (
      SELECT extract(epoch FROM c.published_at - (e.leaf::jsonb ->> 'recordedAt')::timestamptz)::float8 * 1000 AS ms
    ) waited
    WHERE e.source = 'match'`);
  return figures;
}

function directory(name) {
  const dataDir = mkdtempSync(join(tmpdir(), `dqe-bench-${name}-`));
  return { options: { dataDir }, drop: () => rmSync(dataDir, { recursive: true, force: true }) };
}

async function onServer(server, side) {
  const { url, drop } = await ownDatabase(server, `evidence_${side}`);
  return { options: { url }, drop };
}

function report(results, rounds) {
  const cell = ({ least, middle, most }) => `${perSecond(middle)} (${perSecond(least)} – ${perSecond(most)})`;
  const rows = results.map(({ kind, on, off }) => {
    const ratio = spreadOf(on.map((rate, i) => rate / off[i]));
    const spread = `(${ratio.least.toFixed(2)} – ${ratio.most.toFixed(2)})`;
    const name = kind === 'server' ? 'PostgreSQL' : 'embedded';
    return `| ${name} | ${cell(spreadOf(on))} | ${cell(spreadOf(off))} | **${ratio.middle.toFixed(2)}** ${spread} |`;
  });
  const waits = results.map(({ kind, events, middle, p99, most }) => {
    const [half, nearly, longest] = [middle, p99, most].map((ms) => `${(ms / 1000).toFixed(2)} s`);
    return `| ${kind === 'server' ? 'PostgreSQL' : 'embedded'} | ${events.toLocaleString('en')} | ${half} | ${nearly} | ${longest} |`;
  });
  return `# Evidence on against off

Whole matches through the store of the admin service, without HTTP and DQE, sealed, by ${CALLERS} callers. _On_: each event enters
the log, by a sequencer in the same process, and the last of them is waited for. _Off_: nothing queues them. Two databases
of a kind. Nothing but the machine holds the callers back, so this is the most it can take.

Matches a second, median of ${rounds} interleaved rounds (least – most). The ratio is that of each round; 0.8 is what is asked for.

| | on | off | ratio |
| --- | ---: | ---: | ---: |
${rows.join('\n')}

From when an event is put on record until a signed checkpoint holds it, while that goes on; 2 s is what is promised.

| | events | median | p99 | longest |
| --- | ---: | ---: | ---: | ---: |
${waits.join('\n')}
`;
}
