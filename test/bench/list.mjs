// A page of the list with ten million matches, against one with a hundred thousand; and one deep in the list against the first.
// On PostgreSQL, filled by fill.mjs, through what the service reads by. How the database goes about each is kept beside it.
// LIST_MATCHES: another number than ten million. LIST_FEW, LIST_MANY: databases that are filled already, and stay.
import { writeFileSync } from 'node:fs';
import { migrate, openDatabase } from '@dqe-admin/database';
import { fill, personOf } from './fill.mjs';
import { partsOn, spreadOf } from './matches.mjs';
import { ownDatabase } from './own-database.mjs';

const { LIST_MATCHES = '10000000', LIST_FEW, LIST_MANY, TEST_DATABASE_URL } = process.env;
const FULL = { few: 100_000, many: Number(LIST_MATCHES), days: 1_095, rounds: 400 };
/** As the service asks for a page of the usual size: one more tells whether there is another. */
const LIMIT = 51;
const DAY_MS = 86_400_000;
/** Of pairs of filters; they are many. */
const PAIR_ROUNDS = 5;
/** Milliseconds: a question that takes so long is asked no further. */
const PATIENCE_MS = 5_000;
const WORST = 12;
const PERSON = { number: '+33600000002', email: 'somebody@mail.example', ordinal: 2 };

export async function run({ few, many, days, rounds } = FULL) {
  if (!TEST_DATABASE_URL) throw new Error('set TEST_DATABASE_URL to a PostgreSQL server');
  const sides = [];
  try {
    sides.push(await sideOf(few, days, LIST_FEW), await sideOf(many, days, LIST_MANY));
    const [, large] = sides;
    const filters = filtersOf(days);
    const singles = await compared(sides, filters, rounds);
    const pairs = await compared(sides, pairsOf(filters), PAIR_ROUNDS);
    const deep = [];
    for (const question of DEEP) deep.push(await depthsOf(large, question, rounds));
    const explained = [...filters, ...worst(pairs).map(({ name, filter }) => ({ name, filter }))];
    const plans = await plansOf(large, explained, deep);
    writeFileSync(new URL('../../docs/benchmarks/explain-list.md', import.meta.url), plansText(plans, many));
    return report({ singles, pairs, deep, few, many, rounds });
  } finally {
    for (const { close } of sides) await close();
  }
}

/** Somebody who came often gets a number and an address that can be looked for. */
async function sideOf(matches, days, kept) {
  const own =
    kept === undefined ? await ownDatabase(TEST_DATABASE_URL, 'list') : { url: kept, drop: () => null };
  const database = await openDatabase({ url: own.url, statementTimeoutMs: 0 });
  const close = () => database.close().then(own.drop);
  try {
    await migrate(database);
    if (kept === undefined) await fill(database, { matches, days });
    const statements = [];
    const client = recording(database.client, statements);
    const { reader, indexes } = await partsOn({ ...database, client });
    const person = personOf(PERSON.ordinal);
    await database.query(`UPDATE subjects SET number_index = $1 WHERE id = ${person}`, [
      Buffer.from(indexes.number(PERSON.number)),
    ]);
    await database.query(
      `UPDATE matches SET email_index = $1 WHERE id IN (
         SELECT id FROM matches WHERE subject_id = ${person} ORDER BY id DESC LIMIT 200
       )`,
      [Buffer.from(indexes.email(PERSON.email))],
    );
    return { database, reader, statements, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The same client; what it is asked by `$queryRaw` is noted. */
const recording = (client, statements) =>
  new Proxy(client, {
    get(target, name) {
      if (name !== '$queryRaw') return target[name];
      return (statement) => {
        statements.push(statement);
        return target.$queryRaw(statement);
      };
    },
  });

/** Every filter of the API: one that fits much, one that fits little, and one that fits nothing. */
function filtersOf(days) {
  const ago = (part) => new Date(Date.now() - days * DAY_MS * part);
  const given = [
    ['status', 'scored', 'rejected', 'unknown', 'consent_pending'],
    ['verdict', 'match', 'mismatch', 'insufficient'],
    ['operator', 'Orange', 'Local', 'Nobody'],
    ['country', 'FR', 'LU', 'DE'],
    ['errorId', '13', '10', '77'],
    ['application', 'shop', 'pilot', 'nobody'],
    ['reference', 'R-50000', 'R-0'],
    ['number', PERSON.number, '+33600009999'],
    ['email', PERSON.email, 'nobody@mail.example'],
    ['review', 'open', 'overridden'],
  ].flatMap(([name, ...values]) =>
    values.map((value) => ({ name: `${name}=${value}`, filter: { [name]: value } })),
  );
  return [
    { name: 'nothing', filter: {} },
    ...given,
    { name: 'within shop', filter: { within: 'shop' } },
    { name: 'the last month', filter: { from: ago(1 / 36) } },
    { name: 'before half of the time', filter: { to: ago(0.5) } },
    { name: 'a month amidst', filter: { from: ago(0.5), to: ago(0.5 - 1 / 36) } },
  ].map(({ name, filter }) => ({ name, filter: { within: null, ...filter } }));
}

function pairsOf(filters) {
  const keys = ({ filter }) => Object.keys(filter).filter((key) => filter[key] !== null);
  const pairs = [];
  for (const [i, one] of filters.entries()) {
    for (const other of filters.slice(i + 1)) {
      if (keys(one).length === 0 || keys(one).some((key) => keys(other).includes(key))) continue;
      const within = one.filter.within ?? other.filter.within;
      pairs.push({ name: `${one.name}, ${other.name}`, filter: { ...one.filter, ...other.filter, within } });
    }
  }
  return pairs;
}

async function timed(act) {
  const started = performance.now();
  await act();
  return performance.now() - started;
}

/** Each side in turn, so that whatever else goes on is the same for both. */
async function compared(sides, questions, rounds) {
  const results = [];
  for (const question of questions) {
    const times = sides.map(() => []);
    const until = performance.now() + PATIENCE_MS;
    for (let round = 0; round <= rounds && (round < 2 || performance.now() < until); round += 1) {
      for (const [i, { reader }] of sides.entries()) {
        times[i].push(await timed(() => reader.page(question.filter, LIMIT, null)));
      }
    }
    results.push({ ...question, sides: times.map((all) => atRank(all.slice(1))) });
  }
  return results;
}

function atRank(times) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { p50: at(0.5), p99: at(0.99) };
}

const DEEP = [
  { name: 'nothing', filter: { within: null } },
  { name: 'status=rejected', filter: { within: null, status: 'rejected' } },
  { name: 'application=shop', filter: { within: null, application: 'shop' } },
  { name: 'operator=SFR', filter: { within: null, operator: 'SFR' } },
];

/** The first page, one amidst and the last: each a page after the id of another, which is all a cursor is. */
async function depthsOf({ database, reader }, { name, filter }, rounds) {
  const { rows } = await database.query(
    `SELECT (SELECT id::text FROM matches WHERE created_at < (SELECT min(created_at) + (max(created_at) - min(created_at)) / 2 FROM matches) ORDER BY id DESC LIMIT 1) AS amidst,
       (SELECT id::text FROM matches ORDER BY id OFFSET 2000 LIMIT 1) AS last`,
  );
  const places = [null, rows[0].amidst, rows[0].last];
  const times = places.map(() => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [i, before] of places.entries()) {
      times[i].push(await timed(() => reader.page(filter, LIMIT, before)));
    }
  }
  return { name, filter, last: rows[0].last, places: times.map((all) => atRank(all.slice(1))) };
}

const worst = (pairs) =>
  pairs.toSorted((one, other) => other.sides[1].p50 - one.sides[1].p50).slice(0, WORST);

/** How the database goes about what the service asks, to the letter. */
async function plansOf({ database, reader, statements }, questions, deep) {
  const last = deep.map(({ name, filter, last: before }) => ({
    name: `${name}, the last page`,
    filter,
    before,
  }));
  const plans = [];
  for (const { name, filter, before = null } of [...questions, ...last]) {
    statements.length = 0;
    await reader.page(filter, LIMIT, before);
    const [statement] = statements;
    if (statement === undefined) continue;
    const { rows } = await database.query(
      `EXPLAIN (ANALYZE, BUFFERS, SUMMARY) ${statement.text}`,
      statement.values,
    );
    plans.push({ name, lines: rows.map((row) => row['QUERY PLAN']) });
  }
  return plans;
}

const ms = (value) => `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en')} ms`;
const times = (one, other) => (one / other).toFixed(2);

const plansText = (plans, matches) => `# How the database goes about the list

Each statement as the service asks for it, over ${matches.toLocaleString('en')} matches: see [list.md](list.md).
${plans.map(({ name, lines }) => `\n## ${name}\n\n\`\`\`\n${lines.join('\n')}\n\`\`\``).join('\n')}
`;

function report({ singles, pairs, deep, few, many, rounds }) {
  const row = ({ name, sides: [small, large] }) =>
    `| ${name} | ${times(large.p99, small.p99)} | ${times(large.p50, small.p50)} | ${ms(large.p50)} | ${ms(large.p99)} | ${ms(small.p50)} | ${ms(small.p99)} |`;
  const depth = ({ name, places: [first, amidst, last] }) =>
    `| ${name} | ${times(amidst.p99, first.p99)} | ${times(last.p99, first.p99)} | ${ms(first.p99)} | ${ms(amidst.p99)} | ${ms(last.p99)} |`;
  const ratios = spreadOf(singles.map(({ sides: [small, large] }) => large.p99 / small.p99));
  const quick = pairs.filter(({ sides: [, large] }) => large.p50 < 20).length;
  const count = (value) => value.toLocaleString('en');
  return `# The list over ${count(many)} matches

On PostgreSQL, three years of matches as [fill.mjs](../../test/bench/fill.mjs) makes them. A page of ${LIMIT - 1}, as the service reads it, without HTTP;
each filter with ${count(many)} and with ${count(few)} matches in turn, ${rounds} times. Of the ratios of p99, ${times(ratios.middle, 1)} is the one in the middle, ${times(ratios.most, 1)} the greatest;
1.5 is what is asked for. [How the database goes about each](explain-list.md).

| filter | p99, ratio | p50, ratio | ${count(many)}: p50 | p99 | ${count(few)}: p50 | p99 |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${singles.map(row).join('\n')}

Deep in the list, over ${count(many)}, against the first page:

| filter | p99, amidst | p99, last | first | amidst | last |
| --- | ---: | ---: | ---: | ---: | ---: |
${deep.map(depth).join('\n')}

Of the ${pairs.length} pairs of these filters, ${quick} take less than 20 ms; those that take longest, in ${PAIR_ROUNDS} rounds:

| filters | p99, ratio | p50, ratio | ${count(many)}: p50 | p99 | ${count(few)}: p50 | p99 |
| --- | ---: | ---: | ---: | ---: | ---: | ---: |
${worst(pairs).map(row).join('\n')}
`;
}
