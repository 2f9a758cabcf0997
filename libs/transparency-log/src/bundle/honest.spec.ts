import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  bundleOf,
  bundleOfFiles,
  EvidenceHistory,
  eventsOf,
} from '../../../../test/support/evidence-history.js';
import { SIGNATURE_TYPES } from '../notes/key-id.js';
import { addSignatures } from '../notes/signed-note.js';
import { SigningKey } from '../notes/signing-key.js';
import { VerifierKeys } from '../notes/verifier-key.js';
import { encodeEntries } from '../tiles/entry-bundle.js';
import { verifyBundle } from './verify-bundle.js';

/** Honest histories to try; all 10,000 of them by `npm run test:histories`, which sets these. */
const {
  TLOG_HISTORIES: RUNS = '60',
  TLOG_HISTORIES_SEED: SEED = '10000',
  TLOG_HISTORIES_RESULT,
} = process.env;
const HOUR_MS = 3_600_000;

const histories = fc.integer({ min: 0, max: 900 }).chain((size) =>
  fc.record({
    leaves: fc.oneof(
      fc.nat().map((salt) => eventsOf(size, salt)),
      // Leaves that are equal, empty, or short: whatever bytes they are.
      fc.array(fc.uint8Array({ maxLength: 3 }), { minLength: size % 40, maxLength: size % 40 }),
    ),
    then: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);

describe('no false alarm', () => {
  const tried = { histories: 0, events: 0, largest: 0, verifications: 0, alarms: 0 };
  it(
    `over honest histories in every form, with and without an older checkpoint (seed ${SEED})`,
    async () => {
      await fc.assert(
        fc.asyncProperty(histories, async ({ leaves, then }) => {
          const history = await EvidenceHistory.of(leaves);
          const size = leaves.length;
          const oldSize = Math.round(then * size);
          const oldCheckpoint = await history.checkpointAt(oldSize);
          const some = [...leaves.keys()].filter((index) => index % 7 === 0).slice(0, 20);
          const reports = [
            await history.verify(bundleOf(await history.lines({ tiles: true })), { oldCheckpoint }),
            await history.verify(bundleOf(await history.lines({ tiles: false })), { oldCheckpoint }),
            await history.verify(bundleOf(await history.lines({ tiles: true }))),
            await history.verify(bundleOfFiles(await history.files()), { oldCheckpoint }),
            await history.verify(bundleOf(await history.selection(some, [oldSize])), { oldCheckpoint }),
          ];
          tried.histories += 1;
          tried.events += size;
          tried.largest = Math.max(tried.largest, size);
          tried.verifications += reports.length;
          tried.alarms += reports.filter(({ ok, findings }) => !ok || findings.length > 0).length;
          expect(reports.map(({ findings }) => findings)).toEqual([[], [], [], [], []]);
          expect(reports.map(({ ok }) => ok)).toEqual([true, true, true, true, true]);
          expect(reports.map(({ events }) => events)).toEqual([size, size, size, size, some.length]);
          expect(reports.map(({ continues }) => continues)).toEqual([
            oldSize,
            oldSize,
            null,
            oldSize,
            oldSize,
          ]);
        }),
        { seed: Number(SEED), numRuns: Number(RUNS), endOnFailure: true },
      );
      if (TLOG_HISTORIES_RESULT !== undefined) writeFileSync(TLOG_HISTORIES_RESULT, JSON.stringify(tried));
    },
    HOUR_MS,
  );
});

describe('an honest bundle', () => {
  it('says who signed, of which log, how far', async () => {
    const history = await EvidenceHistory.of(eventsOf(3));
    const witness = SigningKey.generate('witness.example/w1', SIGNATURE_TYPES.cosignature).key;
    const files = await history.files();
    const cosigned = addSignatures(history.checkpoint, [witness], 1_700_000_000);
    files.set('checkpoint', Buffer.from(cosigned));
    const keys = new VerifierKeys([history.key.verifierKey, witness.verifierKey]);
    const report = await verifyBundle(bundleOfFiles(files), keys, { witnesses: 1 });
    const nameOf = ({ verifierKey: { name, id } }: SigningKey) => `${name}+${id}`;
    expect(report).toEqual({
      ok: true,
      kind: 'log',
      origin: 'evidence.bank.example/log',
      size: 3,
      root: Buffer.from(history.log.head.root).toString('base64'),
      signatures: [{ key: nameOf(history.key), at: null }],
      cosignatures: [{ key: nameOf(witness), at: '2023-11-14T22:13:20.000Z' }],
      events: 3,
      continues: null,
      intactUntil: null,
      findings: [],
      more: 0,
    });
    const alone = await history.verify(bundleOfFiles(files), { witnesses: 1 });
    expect(alone.findings).toEqual([{ kind: 'too-few-witnesses', wanted: 1, found: 0 }]);
  });

  it('verifies after a rotation by the old key, the new one, or both', async () => {
    const history = await EvidenceHistory.of(eventsOf(300));
    const next = SigningKey.generate('evidence.bank.example/log').key;
    const lines = await history.lines({ tiles: true });
    const [header = '', ...rest] = lines;
    const both = addSignatures(history.checkpoint, [next]);
    const rotated = [JSON.stringify({ ...JSON.parse(header), checkpoint: both }) + '\n', ...rest];
    for (const keys of [[history.key], [next], [history.key, next]]) {
      const trusted = new VerifierKeys(keys.map(({ verifierKey }) => verifierKey));
      const oldCheckpoint = addSignatures(await history.checkpointAt(100), [next]);
      expect(await verifyBundle(bundleOf(rotated), trusted, { oldCheckpoint })).toMatchObject({ ok: true });
    }
  });

  it('may have full tiles where partial ones were', async () => {
    const longer = await EvidenceHistory.of(eventsOf(520));
    const history = await EvidenceHistory.of(longer.leaves.slice(0, 300), longer.key);
    const files = await history.files();
    const later = await longer.files();
    for (const name of ['tile/0/001', 'tile/entries/001']) {
      files.delete(`${name}.p/44`);
      files.set(name, later.get(name)!);
    }
    expect((await history.verify(bundleOfFiles(files))).findings).toEqual([]);
  });

  it('tells how far it is', async () => {
    const history = await EvidenceHistory.of(eventsOf(500));
    const seen: number[][] = [];
    await history.verify(bundleOf(await history.lines({ tiles: true })), {
      onProgress: (...at) => seen.push(at),
    });
    expect(seen.at(-1)).toEqual([500, 500]);
    expect(seen.length).toBeGreaterThan(3);
  });
});

it('entries have at most 65,535 bytes', () => {
  expect(() => encodeEntries([Buffer.alloc(65_536)])).toThrow(
    expect.objectContaining({ code: 'TLOG_INPUT_REFUSED' }),
  );
});
