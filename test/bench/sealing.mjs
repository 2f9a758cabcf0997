// What does encryption cost a match? Sealed against plain: the same statements, with seals that change nothing. Side by
// side on one database, interleaved, median of seven rounds, with the spread.
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate, openDatabase } from '@dqe-admin/database';
import { systemClock } from 'nestjs-dqe-idmobile';
import { LocalKeyWrapper, MasterKeyring, SubjectKeys } from 'sealed-fields';
import { v7 as uuidv7 } from 'uuid';

const FULL = { rounds: 7, creations: 400, views: 400, pages: 40 };
const CALLERS = 16;
const PAGE = 50;
const IDENTITY = {
  ...{ firstName: 'Marie', lastName: 'Durand', birthDate: '1985-04-12', email: 'marie.durand@mail.example' },
  ...{ streetNumber: '17', streetAddress: 'rue de la Paix', postalCode: '75002', locality: 'Paris' },
};
const SCORES = {
  ...{ familyName: 1, givenName: 1, gender: null, birthDate: 1, email: 0.9 },
  address: { country: 1, postalCode: 0.8, streetAddress: 0.6, locality: 0.4 },
};
const VERDICT = { result: 'match', policy: 'default@1', reasons: [] };
const ANSWER = { family_name: 1, given_name: 1, birthdate: 1, email: 0.9, address: { locality: 0.4 } };

/** Seals nothing: what goes in comes out, as bytes. */
const PLAIN_SEALS = {
  seal: (_subject, _match, values) =>
    Promise.resolve(
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, value === null ? null : Buffer.from(value)]),
      ),
    ),
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
  const from = (path) => import(new URL(`../../apps/admin/dist/${path}.js`, import.meta.url).href);
  const { AdminSecrets } = await from('config/admin-secrets');
  const { BlindIndexes } = await from('subjects/blind-indexes');
  const { PrismaSubjects } = await from('subjects/prisma-subjects');
  const { PrismaSubjectKeyStore } = await from('subjects/prisma-subject-key-store');
  const { PrismaInstanceLease } = await from('persistence/prisma-instance-lease');
  const { MatchSeals } = await from('matches/match-seals');
  const { PrismaMatchOpening } = await from('matches/prisma-match-opening');
  const { PrismaMatchStore } = await from('matches/prisma-match-store');
  const { PrismaMatchReader } = await from('matches/prisma-match-reader');
  const { MatchPersonalData } = await from('matches/prisma-match-personal-data');
  const masterKeys = [{ id: 'k1', key: randomBytes(32) }];
  const secrets = new AdminSecrets({ masterKeys, authSecret: randomBytes(32).toString('hex') });
  const indexes = new BlindIndexes(secrets);
  const subjects = new PrismaSubjects(database, indexes, systemClock);
  const lease = new PrismaInstanceLease(database);
  const wrapper = new LocalKeyWrapper(new MasterKeyring(masterKeys));
  const keyStore = new PrismaSubjectKeyStore(database);
  const keys = new SubjectKeys({ store: keyStore, wrapper });
  const links = { linkOf: () => 'https://a.example/' };
  return [
    ['sealed', new MatchSeals(keys, null), '+3361'],
    ['plain', PLAIN_SEALS, '+3362'],
  ].map(([name, seals, prefix]) => {
    const opening = new PrismaMatchOpening(database, subjects, indexes, seals, lease, keyStore);
    return {
      ...{ name, prefix, made: 0, ids: [] },
      store: new PrismaMatchStore(database, opening, seals, lease),
      reader: new PrismaMatchReader(database, seals, subjects, indexes, links),
      personal: new MatchPersonalData(database, seals),
    };
  });
}

/** As the service does it: opened, asked for consent, claimed, scored with what DQE sent. */
async function match(side, number) {
  const [id, at] = [uuidv7(), new Date()];
  const [stateHash, tokenHash] = ['state', 'token'].map((what) =>
    createHash('sha256')
      .update(what + id)
      .digest('hex'),
  );
  await side.store.open({
    ...{ id, createdAt: at, number, country: 'FR', identity: IDENTITY, codeName: null, purpose: null },
    ...{ reference: null, consentOffered: true, returnUrl: 'https://shop.example/done', events: [] },
    context: { application: side.name },
  });
  const consent = { stateHash, token: `token ${id}`, tokenHash, url: 'https://operator.example/consent/1' };
  await side.store.advance({
    ...{
      matchId: id,
      from: 'requested',
      to: 'consent_pending',
      at,
      operator: 'Orange',
      events: [],
      notice: null,
    },
    consent: { ...consent, openedAt: at, expiresAt: new Date(at.getTime() + 300_000) },
  });
  const claim = await side.store.claim(stateHash, at, [], tokenHash);
  if (!claim.claimed) throw new Error('a match that was just opened can be claimed');
  await side.store.advance({
    ...{ matchId: id, from: 'retrieving', to: 'scored', at, operator: 'Orange', events: [], notice: null },
    ...{ scores: SCORES, verdict: VERDICT, answer: ANSWER },
  });
  side.ids.push(id);
}

const numberOf = ({ prefix }, i) => `${prefix}${String(i).padStart(7, '0')}`;
const createNew = (side, count) => atOnce(count, () => match(side, numberOf(side, (side.made += 1))));
const createKnown = (side, count) => atOnce(count, (i) => match(side, numberOf(side, 1 + (i % side.made))));
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
    if (page.some(({ consent }) => consent?.url == null)) throw new Error('a page lacks its addresses');
  });
const open = (side, count) =>
  atOnce(count, async (i) => {
    const start = (i * PAGE) % Math.max(1, side.ids.length - PAGE);
    const data = await side.personal.open(side.ids.slice(start, start + PAGE), null);
    if (data.some(({ identity }) => identity?.lastName !== 'Durand'))
      throw new Error('it is not what it was');
  });

async function atOnce(count, act) {
  let next = 0;
  const caller = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

function report(results, rounds) {
  const of = (rates) => {
    const sorted = rates.toSorted((a, b) => a - b);
    return { least: sorted[0], middle: sorted[sorted.length >> 1], most: sorted.at(-1) };
  };
  const per = (rate) => (rate < 100 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en'));
  const rows = [...results].map(([name, { sealed, plain }]) => {
    const [s, p] = [of(sealed), of(plain)];
    const ratio = of(sealed.map((rate, i) => rate / plain[i]));
    const cells = [s, p].map(({ least, middle, most }) => `${per(middle)} (${per(least)} – ${per(most)})`);
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
