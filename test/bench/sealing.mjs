// What does encryption cost a match? Sealed against plain: the same statements, with seals that change nothing. Side by
// side on one database, interleaved, median of seven rounds, with the spread.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase } from '@dqe-admin/database';
import { atOnce, CALLERS, match, partsOn, perSecond, spreadOf } from './matches.mjs';

const FULL = { rounds: 7, creations: 400, views: 400, pages: 40 };
const PAGE = 50;

const asBytes = (values) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === null ? null : Buffer.from(value)]),
  );

/** Seals nothing: what goes in comes out, as bytes. */
const PLAIN_SEALS = {
  seal: (_subject, _match, values) => Promise.resolve(asBytes(values)),
  sealFirst: (_subject, _match, values, write) =>
    write(asBytes(values), { masterKeyId: 'none', bytes: Buffer.alloc(60) }),
  openAll: (values) =>
    Promise.resolve(
      values.map(({ envelope }) => (envelope === null ? null : Buffer.from(envelope).toString())),
    ),
  forget: () => undefined,
};

export async function run({ rounds, creations, views, pages } = FULL) {
  const dataDir = mkdtempSync(join(tmpdir(), 'dqe-bench-'));
  const database = await openDatabase({ dataDir });
  try {
    await migrate(database);
    const sides = await sidesOn(database);
    const results = new Map();
    const measure = async (name, side, count, act, round) => {
      const started = performance.now();
      await act(side, count);
      if (round === 0) return; // warms up
      const rates = results.get(name) ?? { sealed: [], plain: [] };
      rates[side.name].push(count / ((performance.now() - started) / 1000));
      results.set(name, rates);
    };
    for (let round = 0; round <= rounds; round += 1) {
      // Whoever goes second finds more rows; so they take turns.
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        await measure('creation, a new number each', side, creations, createNew, round);
        await measure('creation, known numbers', side, creations, createKnown, round);
        await measure('view', side, views, view, round);
        await measure(`list, pages of ${PAGE}`, side, pages, list, round);
        await measure(`personal data, ${PAGE} matches at a time`, side, pages, open, round);
      }
    }
    return report(results, rounds);
  } finally {
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function sidesOn(database) {
  const side = async (name, prefix, sealsOf) => ({
    ...{ name, prefix, made: 0, ids: [] },
    ...(await partsOn(database, sealsOf)),
  });
  return [await side('sealed', '+3361'), await side('plain', '+3362', () => PLAIN_SEALS)];
}

const numberOf = ({ prefix }, i) => `${prefix}${String(i).padStart(7, '0')}`;
const create = async (side, number) => side.ids.push(await match(side, numberOf(side, number)));
const createNew = (side, count) => atOnce(count, () => create(side, (side.made += 1)));
const createKnown = (side, count) => atOnce(count, (i) => create(side, 1 + (i % side.made)));
const view = (side, count) =>
  atOnce(count, async (i) => {
    const found = await side.reader.find(side.ids[i % side.ids.length], null);
    if (found?.consent?.url !== 'https://operator.example/consent/1')
      throw new Error('it is not what it was');
  });
const list = (side, count) =>
  atOnce(count, async (i) => {
    const before = side.ids.toSorted().at(-1 - ((i * 7) % Math.max(1, side.ids.length - PAGE)));
    const page = await side.reader.page({ within: side.name }, PAGE, before);
    if (page.some(({ status }) => status !== 'scored')) throw new Error('it is not what it was');
  });
const open = (side, count) =>
  atOnce(count, async (i) => {
    const start = (i * PAGE) % Math.max(1, side.ids.length - PAGE);
    const data = await side.personal.open(side.ids.slice(start, start + PAGE), null);
    if (data.some(({ identity }) => identity?.lastName !== 'Durand'))
      throw new Error('it is not what it was');
  });

function report(results, rounds) {
  const rows = [...results].map(([name, { sealed, plain }]) => {
    const [s, p] = [spreadOf(sealed), spreadOf(plain)];
    const ratio = spreadOf(sealed.map((rate, i) => rate / plain[i]));
    const cells = [s, p].map(
      ({ least, middle, most }) => `${perSecond(middle)} (${perSecond(least)} – ${perSecond(most)})`,
    );
    return `| ${name} | ${cells.join(' | ')} | **${ratio.middle.toFixed(2)}** (${ratio.least.toFixed(2)} – ${ratio.most.toFixed(2)}) |`;
  });
  return `# Encrypted against plain

Matches through the store and the reader of the admin service, without HTTP and DQE, by ${CALLERS} callers on the embedded
database. _Sealed_: each match under the key of its person, as the service does it. _Plain_: the same statements with seals
that change nothing, and no keys. A creation is a whole match: opened, asked for consent, claimed, scored, with DQE's answer kept.

A second, median of ${rounds} interleaved rounds (least – most). The ratio is that of each round; 0.7 is what is asked for.

| | sealed | plain | ratio |
| --- | ---: | ---: | ---: |
${rows.join('\n')}
`;
}
