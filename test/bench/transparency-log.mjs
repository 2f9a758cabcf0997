// Appending, proving and verifying with events of 500 bytes, one core. Median of five rounds, with the spread.
import {
  encodeEntries,
  encodeLeaf,
  entriesPath,
  eventLine,
  headerLine,
  InMemoryTileStore,
  Log,
  NdjsonBundle,
  SigningKey,
  tileLine,
  tilePath,
  tileWidth,
  TilesBundle,
  VerifierKeys,
  verifyBundle,
  verifyInclusion,
  leafHash,
} from 'transparency-log';

const ROUNDS = 5;
const EVENTS = Number(process.env.BENCH_EVENTS ?? 100_000);
const BATCH = 500;
const LARGE = 1_000_000;
const ORIGIN = 'evidence.bank.example/log';

export async function run() {
  const { key } = SigningKey.generate(ORIGIN);
  const keys = new VerifierKeys([key.verifierKey]);
  const leaves = Array.from({ length: EVENTS }, (_, i) => leafOf(i));
  const store = new InMemoryTileStore();
  const log = await Log.open({ store, size: 0 });
  await log.append(leaves);
  const checkpoint = log.checkpoint(ORIGIN, [key]);
  const file = await fileOf(leaves, store, checkpoint);
  const directory = await directoryOf(leaves, store, checkpoint);
  const proof = await log.proveInclusion(EVENTS >> 1);

  const large = await largeLog();
  const largeProof = await large.proveInclusion(LARGE >> 1);

  const verified = async (bundle) => {
    const report = await verifyBundle(bundle, keys, { oldCheckpoint: checkpoint });
    if (!report.ok) throw new Error('the bundle does not verify');
    return EVENTS;
  };
  const cases = {
    'encode events as leaves': () => repeat(20_000, leafOf),
    [`append, batches of ${BATCH}`]: async () => {
      const fresh = await Log.open({ store: new InMemoryTileStore(), size: 0 });
      for (let at = 0; at < EVENTS; at += BATCH) await fresh.append(leaves.slice(at, at + BATCH));
      return EVENTS;
    },
    'sign a checkpoint': () => repeat(500, () => log.checkpoint(ORIGIN, [key])),
    'prove inclusion': async () => {
      for (let i = 0; i < 2000; i++) await log.proveInclusion((i * 48_271) % EVENTS);
      return 2000;
    },
    [`prove inclusion in ${per(LARGE)} events`]: async () => {
      for (let i = 0; i < 2000; i++) await large.proveInclusion((i * 48_271) % LARGE);
      return 2000;
    },
    [`prove inclusion in ${per(LARGE)} events, ${BATCH} neighbours at once`]: async () => {
      for (let i = 0; i < 10; i++) {
        const from = (i * 48_271) % LARGE;
        await large.proveInclusions(Array.from({ length: BATCH }, (_, at) => Math.min(from + at, LARGE - 1)));
      }
      return 10 * BATCH;
    },
    [`prove inclusion in ${per(LARGE)} events, ${BATCH} at once that lie anywhere`]: async () => {
      await large.proveInclusions(Array.from({ length: BATCH }, (_, at) => (at * 48_271) % LARGE));
      return BATCH;
    },
    'verify an inclusion proof': () =>
      repeat(5000, () =>
        verifyInclusion({ index: EVENTS >> 1, ...log.head, leaf: leafHash(leaves[EVENTS >> 1]), proof }),
      ),
    'verify a bundle in one file': () => verified(new NdjsonBundle(chunksOf(file))),
    'verify a directory of tiles (files in memory)': () =>
      verified(new TilesBundle((path) => Promise.resolve(directory.get(path) ?? null))),
  };

  const rates = new Map(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, measure] of Object.entries(cases)) {
      const started = performance.now();
      const count = await measure();
      if (round > 0) rates.get(name).push(count / ((performance.now() - started) / 1000)); // round 0 warms up
    }
  }
  const rows = [...rates].map(([name, all]) => {
    const [least, middle, most] = [0, ROUNDS >> 1, ROUNDS - 1].map((i) => all.toSorted((a, b) => a - b)[i]);
    return `| ${name} | ${per(middle)} | ${per(least)} – ${per(most)} |`;
  });
  return `# transparency-log

${per(EVENTS)} events of ${leaves[0].length} bytes; a proof has ${proof.length} hashes, ${proof.length * 32} bytes.
Of ${per(LARGE)} events it has ${largeProof.length} hashes, ${largeProof.length * 32} bytes.

| operation | per second, median of ${ROUNDS} | spread |
| --- | ---: | ---: |
${rows.join('\n')}
`;
}

async function largeLog() {
  const log = await Log.open({ store: new InMemoryTileStore(), size: 0 });
  const batch = 5_000;
  for (let at = 0; at < LARGE; at += batch) {
    await log.append(Array.from({ length: batch }, (_, i) => leafOf(at + i)));
  }
  return log;
}

function leafOf(i) {
  return encodeLeaf({
    v: 1,
    id: `0190f0a1-1111-7000-8000-${String(i).padStart(12, '0')}`,
    type: 'match.scored',
    at: '2026-01-31T12:00:00.000Z',
    recordedAt: '2026-01-31T12:00:00.250Z',
    actor: { kind: 'key', id: '0190f0a1-2222-7000-8000-000000000001' },
    action: 'matches.create',
    target: { kind: 'match', id: `0190f0a1-3333-7000-8000-${String(i).padStart(12, '0')}` },
    requestId: '0190f0a1-4444-7000-8000-000000000001',
    sealed: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g'.repeat(2) + 'AAECAwQF',
  });
}

async function tileOf(store, size, level, index) {
  const width = tileWidth(size, level, index);
  const [hashes] = await store.read([{ level, index, width }]);
  return hashes;
}

async function fileOf(leaves, store, checkpoint) {
  const lines = [headerLine({ kind: 'log', count: leaves.length, checkpoint, consistency: [] })];
  for (const [index, leaf] of leaves.entries()) {
    if (index % 256 === 0)
      lines.push(tileLine(index / 256, await tileOf(store, leaves.length, 0, index / 256)));
    lines.push(eventLine(index, leaf));
  }
  return Buffer.from(lines.join(''));
}

async function directoryOf(leaves, store, checkpoint) {
  const files = new Map([['checkpoint', Buffer.from(checkpoint)]]);
  for (let level = 0; tileWidth(leaves.length, level, 0) > 0; level++) {
    for (let index = 0; tileWidth(leaves.length, level, index) > 0; index++) {
      const width = tileWidth(leaves.length, level, index);
      files.set(tilePath({ level, index, width }), await tileOf(store, leaves.length, level, index));
      if (level === 0)
        files.set(entriesPath(index, width), encodeEntries(leaves.slice(index * 256, index * 256 + width)));
    }
  }
  return files;
}

async function* chunksOf(bytes) {
  for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.subarray(at, at + (1 << 20));
}

function repeat(count, act) {
  for (let i = 0; i < count; i++) act(i);
  return count;
}

function per(rate) {
  return Math.round(rate).toLocaleString('en');
}
