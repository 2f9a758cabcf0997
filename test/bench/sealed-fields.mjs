// Sealing and opening of 500-byte values, one core. Side by side, interleaved, median of seven rounds, with the spread.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  BlindIndex,
  InMemorySubjectKeyStore,
  LocalKeyWrapper,
  MasterKeyring,
  normaliseNumber,
  rotate,
  SubjectKeys,
} from 'sealed-fields';

const ROUNDS = 7;
const VALUE = JSON.stringify({ identity: 'é'.repeat(200) }).padEnd(300, 'x');
const PLACE = { table: 'matches', column: 'identity', row: '0190f0a1-1111-7000-8000-000000000001' };

export async function run() {
  const k1 = { id: 'k1', key: randomBytes(32) };
  const k2 = { id: 'k2', key: randomBytes(32) };
  const store = new InMemorySubjectKeyStore();
  const wrapper = new LocalKeyWrapper(new MasterKeyring([k1]));
  const keys = new SubjectKeys({ store, wrapper });
  const uncached = new SubjectKeys({ store, wrapper, maxKeys: 0 });
  const index = new BlindIndex(randomBytes(32), { purpose: 'matches.number', normalise: normaliseNumber });
  const [envelope] = await keys.sealAll([{ subject: 's', place: PLACE, value: VALUE }]);
  const page = Array.from({ length: 500 }, (_, i) => ({
    subject: `s${i}`,
    place: { ...PLACE, row: `row-${i}` },
    value: VALUE,
  }));
  const sealed = (await keys.sealAll(page)).map((one, i) => ({ ...page[i], envelope: one }));
  const bare = bareGcm();

  const cases = {
    'bare `node:crypto` seal (key, IV and AAD at hand)': loop(20_000, () => bare.seal()),
    'seal, key at hand': (count = 20_000) =>
      keys.toSeal(['s'], (lent) => repeat(count, () => lent.of('s').seal(VALUE, PLACE))),
    'bare `node:crypto` open': loop(20_000, () => bare.open()),
    'open, key at hand': (count = 20_000) =>
      keys.toOpen(['s'], (lent) => repeat(count, () => lent.of('s').open(envelope, PLACE))),
    'open, page of 500 subjects, keys cached': async () => (await keys.openAll(sealed)).length,
    'open, page of 500 subjects, keys unwrapped': async () => (await uncached.openAll(sealed)).length,
    'first seal of a new subject (key made, wrapped, stored)': async () => {
      const fresh = Array.from({ length: 2000 }, () => ({
        subject: randomBytes(8).toString('hex'),
        place: PLACE,
        value: VALUE,
      }));
      await new SubjectKeys({
        store: new InMemorySubjectKeyStore(),
        wrapper,
        maxKeys: 0,
      }).sealAll(fresh);
      return fresh.length;
    },
    'blind index of a number': loop(20_000, () => index.of('+33612345678')),
    'rotation, keys re-wrapped (in-memory store)': async () => {
      const old = new InMemorySubjectKeyStore();
      const subjects = Array.from({ length: 2000 }, (_, i) => `s${i}`);
      await new SubjectKeys({ store: old, wrapper, maxKeys: 0 }).toSeal(subjects, () => undefined);
      const started = performance.now();
      await rotate(old, new LocalKeyWrapper(new MasterKeyring([k2, k1])), { batch: 500 });
      return { count: subjects.length, ms: performance.now() - started };
    },
  };

  const rates = new Map(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, measure] of Object.entries(cases)) {
      const started = performance.now();
      const done = await measure();
      const { count, ms } =
        typeof done === 'object' ? done : { count: done, ms: performance.now() - started };
      if (round > 0) rates.get(name).push(count / (ms / 1000)); // round 0 warms up
    }
  }
  const rows = [...rates].map(([name, all]) => {
    const [least, middle, most] = [0, ROUNDS >> 1, ROUNDS - 1].map((i) => all.toSorted((a, b) => a - b)[i]);
    return `| ${name} | ${per(middle)} | ${per(least)} – ${per(most)} | ${(1e6 / middle).toFixed(1)} |`;
  });
  const size = Buffer.byteLength(VALUE);
  return [
    '# Sealed fields',
    '',
    `Values of ${size} bytes. Values a second, on one core; nothing here waits for a disk or a network.`,
    '',
    '| | a second, median | least – most | µs each |',
    '| --- | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n');
}

const per = (rate) => Math.round(rate).toLocaleString('en');

function repeat(count, act) {
  for (let i = 0; i < count; i++) act();
  return count;
}

function loop(count, act) {
  return () => repeat(count, act);
}

/** The floor: what the cipher alone costs, with a random IV and an AAD of the same length. */
function bareGcm() {
  const key = randomBytes(32);
  const aad = randomBytes(77);
  const options = { authTagLength: 16 };
  const seal = () => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv, options).setAAD(aad);
    return Buffer.concat([iv, cipher.update(VALUE, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  };
  const sealed = seal();
  const open = () => {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12), options)
      .setAAD(aad)
      .setAuthTag(sealed.subarray(-16));
    return decipher.update(sealed.subarray(12, -16), undefined, 'utf8') + decipher.final('utf8');
  };
  return { seal, open };
}
