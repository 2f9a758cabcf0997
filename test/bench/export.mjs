// A masked export as it is streamed, against COPY of the same rows by psql, which masks nothing; and what it takes of memory.
// On PostgreSQL, filled by fill.mjs. The service is a process of its own; curl and psql each write what they read to a file in memory,
// whose lines are counted afterwards. Interleaved, median and spread.
// EXPORT_ROWS: another number than a million. EXPORT_DATABASE: one that is filled already, and stays; its newest are taken.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createReadStream, existsSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { migrate, openDatabase } from '@dqe-admin/database';
import { fill } from './fill.mjs';
import { perSecond, spreadOf } from './matches.mjs';
import { ownDatabase } from './own-database.mjs';

const { EXPORT_ROWS = '1000000', EXPORT_DATABASE, TEST_DATABASE_URL } = process.env;
const FULL = { rows: Number(EXPORT_ROWS), rounds: 5 };
const FORMATS = {
  csv: `id, created_at, settled_at, status, number_hint, country, operator, verdict, verdict_policy, scores, error_id,
    error_type, error_category, reference, review_state, override_verdict, override_at`,
  ndjson: `id, created_at, settled_at, status, number_hint, country, operator, verdict, verdict_policy, verdict_reasons,
    scores, error_id, error_type, error_category, error_retryable, reference, review_state, override_verdict, override_at`,
};
/** In memory, where there is such a place. */
const FOLDER = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const SERVICE = new URL('export-service.mjs', import.meta.url);

export async function run({ rows, rounds } = FULL) {
  if (!TEST_DATABASE_URL) throw new Error('set TEST_DATABASE_URL to a PostgreSQL server');
  const own = EXPORT_DATABASE
    ? { url: EXPORT_DATABASE, drop: () => null }
    : await ownDatabase(TEST_DATABASE_URL, 'export');
  try {
    const [few, all] = await prepared(own.url, rows);
    const results = [];
    for (const format of Object.keys(FORMATS))
      results.push(await compared(own.url, format, few, all, rounds));
    return report(results, rows, rounds);
  } finally {
    await own.drop();
  }
}

/** @returns since when there are a tenth, and all, of these rows */
async function prepared(url, rows) {
  const database = await openDatabase({ url, statementTimeoutMs: 0 });
  try {
    await migrate(database);
    if (!EXPORT_DATABASE) await fill(database, { matches: rows, days: 1_095 });
    const since = async (count) => {
      const newest = `SELECT id, created_at FROM matches ORDER BY id DESC OFFSET ${count - 1} LIMIT 1`;
      const [{ id, created_at: at }] = (await database.query(newest)).rows;
      return { id, at: at.toISOString() };
    };
    return [await since(rows / 10), await since(rows)];
  } finally {
    await database.close();
  }
}

async function compared(url, format, few, all, rounds) {
  const [small, large] = await Promise.all([few, all].map(({ at }) => serviceOn(url, format, at)));
  try {
    const [ours, raw, firsts, smalls] = [[], [], [], []];
    let bytes = 0;
    for (let round = 0; round <= rounds; round += 1) {
      const tenth = await small.exported();
      const copied = await copy(url, format, all.id);
      const exported = await large.exported();
      if (round === 0) continue;
      ours.push(exported.count / exported.seconds);
      raw.push(copied.rows / copied.seconds);
      firsts.push(exported.firstMs);
      smalls.push(tenth.firstMs);
      bytes = exported.bytes;
    }
    const memory = [await small.most(), await large.most()];
    return { format, ours, raw, firsts, smalls, bytes, memory };
  } finally {
    small.stop();
    large.stop();
  }
}

async function serviceOn(url, format, since) {
  const child = fork(SERVICE, [url, format, since], { execArgv: [] });
  const [{ port }] = await once(child, 'message');
  return {
    exported: () => download(port),
    most: async () => {
      child.send('most');
      const [{ kibibytes }] = await once(child, 'message');
      return kibibytes / 1024;
    },
    stop: () => child.disconnect(),
  };
}

/** What curl receives, and what it says of it. */
async function download(port) {
  const said =
    '%{stderr}{"count": %header{x-export-count}, "first": %{time_starttransfer}, "bytes": %{size_download}}';
  const url = `http://127.0.0.1:${port}/`;
  const { seconds, rows, error } = await written('curl', ['-sSf', '-w', said, url]);
  const { count, first, bytes } = JSON.parse(error);
  if (rows < count) throw new Error(`${count} matches were declared, and there are ${rows} lines`);
  return { bytes, firstMs: first * 1000, seconds, count };
}

function copy(url, format, since) {
  const sql = `COPY (SELECT ${FORMATS[format]} FROM matches WHERE id >= '${since}' ORDER BY id DESC) TO STDOUT (FORMAT csv)`;
  return written('psql', [url, '-qc', sql]);
}

/** What a program takes to write, and how many lines it then has written. */
async function written(name, args) {
  const directory = mkdtempSync(join(FOLDER, 'bench_export_'));
  const path = join(directory, 'rows');
  try {
    const file = openSync(path, 'w');
    const started = performance.now();
    const program = spawn(name, args, { stdio: ['ignore', file, 'pipe'] });
    closeSync(file);
    const [error, [code]] = await Promise.all([text(program.stderr), once(program, 'close')]);
    const seconds = (performance.now() - started) / 1000;
    if (code !== 0) throw new Error(`${name} has failed: ${error}`);
    let rows = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1;
    }
    return { seconds, rows, error };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function report(results, rows, rounds) {
  const count = (value) => Math.round(value).toLocaleString('en');
  const spread = (figures, show) => {
    const { least, middle, most } = spreadOf(figures);
    return `${show(middle)} (${show(least)} – ${show(most)})`;
  };
  const ms = (value) => `${Math.round(value)} ms`;
  const speed = ({ format, ours, raw, bytes }) =>
    `| ${format} | ${spread(
      ours.map((rate, i) => rate / raw[i]),
      (ratio) => ratio.toFixed(2),
    )} | ${spread(ours, perSecond)} | ${spread(raw, perSecond)} | ${count(bytes / 2 ** 20)} MiB |`;
  const rest = ({ format, firsts, smalls, memory: [small, large] }) =>
    `| ${format} | ${count(large - small)} MiB | ${count(small)} MiB | ${count(large)} MiB | ${spread(smalls, ms)} | ${spread(firsts, ms)} |`;
  return `# Masked export of ${count(rows)} matches

On PostgreSQL, as it is streamed over HTTP to curl, against \`COPY … TO STDOUT\` of the same rows in the same order by psql, which masks nothing
and holds scores and reasons as one column each; both write a file${FOLDER === tmpdir() ? '' : ' in memory'}. In turn, ${rounds} rounds after one to warm up; median, with the spread. 0.8 is what is
asked for.

| format | of COPY, rows | rows/s | rows/s by COPY | size |
| --- | ---: | ---: | ---: | ---: |
${results.map(speed).join('\n')}

The most memory the exporting process ever had, against one that exports a tenth of them; at most 32 MiB more is asked for. And the
time to the first byte, before which all are counted: an export says how many follow.

| format | growth | ${count(rows / 10)} | ${count(rows)} | first byte, ${count(rows / 10)} | first byte, ${count(rows)} |
| --- | ---: | ---: | ---: | ---: | ---: |
${results.map(rest).join('\n')}
`;
}
