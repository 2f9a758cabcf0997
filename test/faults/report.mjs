// docs/faults.md, of what a whole run measured. No figure in it is typed in.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const PLACES = [
  ['kill-embedded', 'embedded'],
  ['kill-postgres', 'PostgreSQL'],
  ['kill-one-of-two', 'one of two on PostgreSQL'],
];
const UNNAMED = { starting: 'any moment of the start', running: 'any moment of the load' };

export function writeReport(
  results,
  { seed, seconds, command = 'npm run test:faults', file = 'docs/faults.md' },
) {
  const read = (name) => {
    const file = join(results, `${name}.json`);
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  };
  const spreeOf = PLACES.map(([name, title]) => ({ title, spree: read(name) })).filter(({ spree }) => spree);
  const text = [
    '# What was broken on purpose',
    '',
    `Written by \`${command}\`, which passed. What is promised, and which test holds it: [README](../README.md#what-is-promised-when-things-break).`,
    '',
    `Seed ${seed}, ${Math.round(seconds / 60)} minutes. ${machine()}`,
    '',
    ...killed(spreeOf),
    ...restarted(['database-fast', 'database-immediate'].map(read)),
    ...down(read('dqe-down')),
    ...stopped(['stop-PostgreSQL', 'stop-the-embedded-database'].map(read)),
  ];
  writeFileSync(new URL(`../../${file}`, import.meta.url), `${text.join('\n').trimEnd()}\n`);
}

function killed(sprees) {
  const total = (kills) => Object.values(kills).reduce((sum, count) => sum + count, 0);
  const all = sprees.reduce((sum, { spree }) => sum + total(spree.kills), 0);
  const points = [...new Set(sprees.flatMap(({ spree }) => Object.keys(spree.kills)))].sort(
    (a, b) => (a in UNNAMED) - (b in UNNAMED) || a.localeCompare(b),
  );
  const head = `| | ${sprees.map(({ title }) => title).join(' | ')} |`;
  const row = (title, value) => `| ${[title, ...sprees.map(({ spree }) => value(spree))].join(' | ')} |`;
  return [
    `## \`kill -9\`: ${all} times`,
    '',
    'A dozen callers make matches and go through consents all the time, the DQE look-alike runs outside. After each dozen of',
    'kills nothing dies any more: everything has to end, and is audited through the API, against what the callers were told',
    'and what DQE was asked. At the very end nobody lives for an hour (by the database), and the next process has to bring',
    'every webhook to its partner that is still missing.',
    '',
    head,
    `| --- |${sprees.map(() => ' ---: |').join('')}`,
    row('kills', ({ kills }) => total(kills)),
    row('matches asked for', ({ matches }) => matches),
    row('of these acknowledged to the caller', ({ acknowledged }) => acknowledged),
    row('on record, each audited with its timeline', ({ audited }) => audited),
    row('events in the evidence log, each audited', ({ leaves }) => leaves),
    row('checkpoints seen, no two of one size with different roots', ({ checkpoints }) => checkpoints),
    row(
      'findings of the audits',
      ({ findings, untrue, unproven }) => findings.length + untrue.length + unproven.length,
    ),
    row('webhooks that arrived', ({ webhooks }) => webhooks),
    row('of these repetitions, under the same `webhook-id`', ({ repeated }) => repeated),
    row('most requests to DQE for one match', ({ mostAsked }) => mostAsked),
    row('longest time until all of it was in the evidence log, s', ({ slowestLoggingMs }) =>
      (slowestLoggingMs / 1000).toFixed(1),
    ),
    row('longest time to the end of all matches, s', ({ slowestRecoveryMs }) =>
      (slowestRecoveryMs / 1000).toFixed(1),
    ),
    row('told `outcome_unknown`', ({ problems }) => problems.outcome_unknown ?? 0),
    row('minutes', ({ seconds }) => Math.round(seconds / 60)),
    '',
    'Kills by point:',
    '',
    head,
    `| --- |${sprees.map(() => ' ---: |').join('')}`,
    ...points.map((point) => row(UNNAMED[point] ?? `\`${point}\``, ({ kills }) => kills[point] ?? 0)),
    '',
  ];
}

function restarted(results) {
  const known = results.filter((result) => result !== null);
  if (known.length === 0) return [];
  return [
    '## PostgreSQL stopped and started under load',
    '',
    '| how | recovered after, s | told to come back (503) | wrong outcomes |',
    '| --- | ---: | ---: | ---: |',
    ...known.map(
      ({ mode, recoveryMs, problems, findings }) =>
        `| \`pg_ctl stop -m ${mode}\` | ${(recoveryMs / 1000).toFixed(1)} | ${problems.database_unavailable ?? 0} | ${findings} |`,
    ),
    '',
  ];
}

function down(result) {
  if (result === null) return [];
  const {
    matches,
    callsPerMatch,
    turnedAwayMs,
    turnedAwayP99Ms,
    listMs,
    listUnderLoadMs,
    turnedAwayPerSecond,
  } = result;
  return [
    '## DQE down',
    '',
    `${matches} matches made ${callsPerMatch.toFixed(3)} calls each. With the circuit open a match is turned away, and on record, in ${turnedAwayMs} ms`,
    `(median; 99th percentile ${turnedAwayP99Ms} ms), where a list of matches takes ${listMs} ms: ${(turnedAwayMs / listMs).toFixed(1)} times as long. While 16 callers`,
    `without a pause have ${turnedAwayPerSecond} matches a second turned away, a list takes ${listUnderLoadMs} ms, ${(listUnderLoadMs / listMs).toFixed(1)} times as long as without them:`,
    'it waits its turn like everybody else, and is answered.',
    '',
  ];
}

function stopped(results) {
  const known = results.filter((result) => result !== null);
  if (known.length === 0) return [];
  return [
    '## SIGTERM under load',
    '',
    '| on | stops | answered, and on record | turned away | begun and dropped |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...known.map(
      ({ name, rounds, answered, refused, dropped }) =>
        `| ${name} | ${rounds} | ${answered} | ${refused} | ${dropped} |`,
    ),
    '',
  ];
}

function machine() {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpus()[0].model.trim()}, ${memory} GiB, Node ${process.versions.node}; other work ran on the same machine, so the times are upper bounds.`;
}
