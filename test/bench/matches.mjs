// Matches through the store of the admin service, for the benchmarks that need some.
import { createHash, randomBytes } from 'node:crypto';
import { systemClock } from 'nestjs-dqe-idmobile';
import { LocalKeyWrapper, MasterKeyring, SubjectKeys } from 'sealed-fields';
import { v7 as uuidv7 } from 'uuid';

export const CALLERS = 16;
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

/** What of the admin service makes, reads and opens matches. @param sealsOf given the keys, what seals */
export async function partsOn(
  database,
  sealsOf = ({ keys, MatchSeals }) => new MatchSeals(keys, null),
  groupCommit = {},
) {
  const from = (path) => import(new URL(`../../apps/admin/dist/${path}.js`, import.meta.url).href);
  const { AdminSecrets } = await from('config/admin-secrets');
  const { BlindIndexes } = await from('subjects/blind-indexes');
  const { PrismaSubjects } = await from('subjects/prisma-subjects');
  const { PrismaSubjectKeyStore } = await from('subjects/prisma-subject-key-store');
  const { PrismaInstanceLease } = await from('persistence/prisma-instance-lease');
  const { MatchSeals } = await from('matches/match-seals');
  const { PrismaMatchOpening } = await from('matches/prisma-match-opening');
  const { PrismaMatchStore } = await from('matches/prisma-match-store');
  const { PrismaMatchSelection } = await from('matches/prisma-match-selection');
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
  const seals = sealsOf({ keys, MatchSeals });
  const selection = new PrismaMatchSelection(subjects, indexes);
  const grouped = { groupCommit: { most: 64, waitMs: 0, atOnce: 2, ...groupCommit } };
  const opening = new PrismaMatchOpening(database, indexes, seals, lease, grouped);
  return {
    ...{ indexes, selection },
    store: new PrismaMatchStore(database, opening, seals, lease, grouped),
    reader: new PrismaMatchReader(database, seals, selection, links),
    personal: new MatchPersonalData(database, seals),
  };
}

const eventsOf = (at, ...types) => types.map((type) => ({ type, at, durationMs: 1, data: {} }));

/** As the service does it: opened, asked for consent, claimed, scored with what DQE sent. */
export async function match({ store, name }, number) {
  const [id, at] = [uuidv7(), new Date()];
  const [stateHash, tokenHash] = ['state', 'token'].map((what) =>
    createHash('sha256')
      .update(what + id)
      .digest('hex'),
  );
  await store.open({
    ...{ id, createdAt: at, number, country: 'FR', identity: IDENTITY, codeName: null, purpose: null },
    ...{
      reference: null,
      consentOffered: true,
      returnUrl: 'https://shop.example/done',
      events: eventsOf(at, 'requested'),
    },
    context: { application: name },
  });
  const consent = { stateHash, token: `token ${id}`, tokenHash, url: 'https://operator.example/consent/1' };
  await store.advance({
    ...{
      matchId: id,
      from: 'requested',
      to: 'consent_pending',
      at,
      operator: 'Orange',
      events: eventsOf(at, 'token', 'sent', 'answered', 'consent_opened'),
      notice: null,
    },
    consent: { ...consent, openedAt: at, expiresAt: new Date(at.getTime() + 300_000) },
  });
  const claim = await store.claim(stateHash, at, eventsOf(at, 'callback_received'), tokenHash);
  if (!claim.claimed) throw new Error('a match that was just opened can be claimed');
  await store.advance({
    ...{
      matchId: id,
      from: 'retrieving',
      to: 'scored',
      at,
      operator: 'Orange',
      events: eventsOf(at, 'retrieved', 'settled'),
      notice: null,
    },
    ...{ scores: SCORES, verdict: VERDICT, answer: ANSWER },
  });
  return id;
}

/** As the service does it without consent: opened, and scored with what DQE sent. */
export async function directMatch({ store, name }, number) {
  const [id, at] = [uuidv7(), new Date()];
  await store.open({
    ...{ id, createdAt: at, number, country: 'FR', identity: IDENTITY, codeName: null, purpose: null },
    ...{ reference: null, consentOffered: false, returnUrl: null, events: eventsOf(at, 'requested') },
    context: { application: name },
  });
  await store.advance({
    ...{ matchId: id, from: 'requested', to: 'scored', at, operator: 'Orange', notice: null },
    events: eventsOf(at, 'token', 'sent', 'answered', 'settled'),
    ...{ scores: SCORES, verdict: VERDICT, answer: ANSWER },
  });
}

export async function atOnce(count, act, callers = CALLERS) {
  let next = 0;
  const caller = async () => {
    while (next < count) await act(next++);
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

/** The least, the middle and the most of some figures. */
export function spreadOf(figures) {
  const sorted = figures.toSorted((a, b) => a - b);
  return { least: sorted[0], middle: sorted[sorted.length >> 1], most: sorted.at(-1) };
}

export const perSecond = (rate) => (rate < 100 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en'));
