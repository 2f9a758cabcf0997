import fc from 'fast-check';
import {
  bundleOf,
  bundleOfFiles,
  EvidenceHistory,
  eventsOf,
  flipped,
} from '../../../../test/support/evidence-history.js';
import { SigningKey } from '../notes/signing-key.js';
import { VerifierKeys } from '../notes/verifier-key.js';
import { decodeEntries, encodeEntries } from '../tiles/entry-bundle.js';
import { eventLine, NdjsonBundle, tileLine } from './ndjson-bundle.js';
import { verifyBundle } from './verify-bundle.js';

/** Changes to try of each kind. */
const RUNS = Number(process.env['TLOG_RUNS'] ?? 40);
const SIZE = 600;

let history: EvidenceHistory;
beforeAll(async () => {
  history = await EvidenceHistory.of(eventsOf(SIZE));
});

const indexes = fc.nat(SIZE - 1);
/** Lines of events of a bundle without tiles; the header is before them. */
const eventLines = async () => (await history.lines({ tiles: false })).slice(1);
const numbered = (leaves: readonly Uint8Array[]) => leaves.map((leaf, index) => eventLine(index, leaf));

/** The bundle with the honest tiles and header, and these leaves numbered anew: how a careful forger would leave it. */
async function withLeaves(leaves: readonly Uint8Array[], { tiles } = { tiles: true }) {
  const [header = ''] = await history.lines({ tiles: false });
  const lines: string[] = [JSON.stringify({ ...JSON.parse(header), count: leaves.length }) + '\n'];
  for (const [i, line] of numbered(leaves).entries()) {
    if (tiles && i % 256 === 0 && i < SIZE) lines.push(tileLine(i / 256, await history.tile(i / 256)));
    lines.push(line);
  }
  return history.verify(bundleOf(lines));
}

const property = <T>(arbitrary: fc.Arbitrary<T>, holds: (value: T) => Promise<void>) =>
  fc.assert(fc.asyncProperty(arbitrary, holds), { seed: 666, numRuns: RUNS });

describe('found out, and named', () => {
  it('any bit of any leaf', () =>
    property(fc.tuple(indexes, fc.nat()), async ([index, at]) => {
      const leaf = history.leaves[index]!;
      const changed = history.leaves.with(index, flipped(leaf, at % (leaf.length * 8)));
      expect((await withLeaves(changed)).findings).toMatchObject([{ kind: 'altered', index }]);
      expect((await withLeaves(changed, { tiles: false })).findings).toEqual([
        { kind: 'root-mismatch', size: SIZE },
      ]);
    }));

  it('rows deleted, and the rest numbered anew', () =>
    property(fc.tuple(indexes, fc.integer({ min: 1, max: 30 })), async ([index, wanted]) => {
      const count = Math.min(wanted, SIZE - index);
      const { findings } = await withLeaves(history.leaves.toSpliced(index, count));
      expect(findings).toEqual([
        { kind: 'count', declared: SIZE - count, given: SIZE - count, size: SIZE },
        { kind: 'missing', index, count },
      ]);
    }));

  it('rows inserted', () =>
    property(fc.nat(SIZE), async (position) => {
      const [extra] = eventsOf(1, 99);
      const { findings } = await withLeaves(history.leaves.toSpliced(position, 0, extra!));
      expect(findings.slice(1)).toEqual([{ kind: 'added', position, id: 'event-99-0' }]);
    }));

  it('a row that is there twice', () =>
    property(indexes, async (index) => {
      const { findings } = await withLeaves(history.leaves.toSpliced(index, 0, history.leaves[index]!));
      expect(findings.slice(1)).toMatchObject([{ kind: 'added', id: `event-0-${index}` }]);
    }));

  it('rows swapped', () =>
    property(
      fc.tuple(indexes, indexes).filter(([a, b]) => Math.abs(a - b) > 1),
      async ([a, b]) => {
        const changed = history.leaves.with(a, history.leaves[b]!).with(b, history.leaves[a]!);
        const { findings } = await withLeaves(changed);
        expect(findings).toHaveLength(2);
        expect(findings).toEqual(
          expect.arrayContaining([
            { kind: 'reordered', index: a, position: b, count: 1 },
            { kind: 'reordered', index: b, position: a, count: 1 },
          ]),
        );
      },
    ));

  it('rows moved in time', () =>
    property(
      fc.tuple(indexes, fc.nat(SIZE - 2)).filter(([from, to]) => Math.abs(from - to) > 1),
      async ([from, to]) => {
        const moved = history.leaves.toSpliced(from, 1).toSpliced(to, 0, history.leaves[from]!);
        expect((await withLeaves(moved)).findings).toEqual([
          { kind: 'reordered', index: from, position: to, count: 1 },
        ]);
      },
    ));

  it('the tail cut off', () =>
    property(fc.integer({ min: 0, max: SIZE - 1 }), async (size) => {
      const oldCheckpoint = await history.checkpointAt(Math.floor(size / 2));
      const lines = (await history.lines({ tiles: true })).slice(0, 1 + size);
      const report = await history.verify(bundleOf(lines), { oldCheckpoint });
      expect(report.ok).toBe(false);
      expect(report.findings.map(({ kind }) => kind)).toContain('count');
    }));

  it('many changes at once, each for what it is', async () => {
    const [extra, other] = eventsOf(2, 5);
    const changed = history.leaves
      .with(10, other!)
      .toSpliced(500, 0, extra!)
      .toSpliced(300, 2)
      .toSpliced(50, 1);
    expect((await withLeaves(changed)).findings.slice(1)).toEqual([
      { kind: 'altered', index: 10, id: 'event-5-1' },
      { kind: 'added', position: 497, id: 'event-5-0' },
      { kind: 'missing', index: 50, count: 1 },
      { kind: 'missing', index: 300, count: 2 },
    ]);
  });
});

describe('by the numbers in the bundle, where it has no tiles', () => {
  const findingsOf = async (lines: readonly string[]) => {
    const [header = ''] = await history.lines({ tiles: false });
    return (await history.verify(bundleOf([header, ...lines]))).findings;
  };

  it('rows deleted', async () => {
    expect(await findingsOf((await eventLines()).toSpliced(7, 3))).toEqual([
      { kind: 'count', declared: SIZE, given: SIZE - 3, size: SIZE },
      { kind: 'root-mismatch', size: SIZE },
      { kind: 'gap', index: 7, count: 3 },
    ]);
  });

  it('rows numbered wrongly, though all are there', async () => {
    const lines = await eventLines();
    expect(await findingsOf(lines.with(7, eventLine(9, history.leaves[7]!)))).toMatchObject([
      { kind: 'gap', index: 7, count: 2 },
      { kind: 'out-of-place', index: 8, position: 8 },
      { kind: 'out-of-place', index: 9, position: 9 },
    ]);
  });

  it.each([
    ['rubbish', 'rubbish\n'],
    ['base64 with stray bits', '{"index":7,"leaf":"AB=="}\n'],
    ['a number that is none', '{"index":-7,"leaf":"AA=="}\n'],
    ['null', 'null\n'],
  ])('a line of %s', async (_, line) => {
    const findings = await findingsOf((await eventLines()).with(7, line));
    expect(findings.slice(0, 2)).toEqual([
      { kind: 'damaged', at: 'line 9' },
      { kind: 'root-mismatch', size: SIZE },
    ]);
  });
});

describe('tiles', () => {
  it('any bit of any tile or bundle of entries in a directory', async () => {
    const files = await history.files();
    const names = [...files.keys()].filter((name) => name !== 'checkpoint');
    expect(names).toHaveLength(7);
    await property(fc.tuple(fc.constantFrom(...names), fc.nat()), async ([name, at]) => {
      const bytes = files.get(name)!;
      const changed = new Map(files).set(name, flipped(bytes, at % (bytes.length * 8)));
      const { ok, findings } = await history.verify(bundleOfFiles(changed));
      expect(ok).toBe(false);
      if (!name.includes('entries')) expect(findings).toEqual([{ kind: 'tile-altered', tile: name }]);
    });
  });

  it('any of them deleted', async () => {
    const files = await history.files();
    for (const name of files.keys()) {
      const fewer = new Map(files);
      fewer.delete(name);
      const verified = history.verify(bundleOfFiles(fewer));
      if (name === 'checkpoint')
        await expect(verified).rejects.toMatchObject({ code: 'TLOG_BUNDLE_UNREADABLE' });
      else expect(await verified).toMatchObject({ ok: false });
    }
  });

  it('two of them swapped, with or without their events', async () => {
    const files = await history.files();
    const swap = (a: string, b: string, map: Map<string, Uint8Array>) =>
      new Map(map).set(a, map.get(b)!).set(b, map.get(a)!);
    const tiles = swap('tile/0/000', 'tile/0/001', files);
    const all = swap('tile/entries/000', 'tile/entries/001', tiles);
    for (const changed of [tiles, all]) {
      expect(await history.verify(bundleOfFiles(changed))).toMatchObject({ ok: false });
    }
  });

  it('an event altered in its directory is named', async () => {
    const files = await history.files();
    const { leaves } = decodeEntries(files.get('tile/entries/001')!);
    const [other] = eventsOf(1, 8);
    files.set('tile/entries/001', encodeEntries(leaves.with(3, other!)));
    expect((await history.verify(bundleOfFiles(files))).findings).toEqual([
      { kind: 'altered', index: 259, id: 'event-8-0' },
    ]);
  });

  it('numbered wrongly in a file', async () => {
    const lines = await history.lines({ tiles: true });
    const at = lines.findIndex((line) => line.startsWith('{"tile":1,'));
    const changed = lines.with(at, tileLine(0, await history.tile(1)));
    expect((await history.verify(bundleOf(changed))).findings).toEqual([
      { kind: 'tile-altered', tile: 'tile/0/000' },
    ]);
  });

  it('after their events name nothing, but hide nothing either', async () => {
    const lines = await history.lines({ tiles: true });
    const late = [
      ...lines.filter((line) => !line.startsWith('{"tile"')),
      ...lines.filter((line) => line.startsWith('{"tile"')),
    ];
    expect(await history.verify(bundleOf(late))).toMatchObject({ ok: true });
    const changed = late.with(8, eventLine(7, eventsOf(1, 8)[0]!));
    expect((await history.verify(bundleOf(changed))).findings).toEqual([
      { kind: 'root-mismatch', size: SIZE },
    ]);
  });

  it('altered to fit altered events do not help', async () => {
    const forged = await EvidenceHistory.of(history.leaves.with(100, eventsOf(1, 8)[0]!));
    const files = (await forged.files()).set('checkpoint', Buffer.from(history.checkpoint));
    const oldCheckpoint = await history.checkpointAt(90);
    expect(await history.verify(bundleOfFiles(files), { oldCheckpoint })).toMatchObject({
      findings: [{ kind: 'root-mismatch', size: SIZE }],
      continues: null,
      intactUntil: 90,
    });
  });
});

describe('selections', () => {
  const some = [3, 4, 255, 256, 599];

  it('any bit of a leaf, a number or a proof', () =>
    property(fc.tuple(fc.constantFrom(...some.keys()), fc.nat(), fc.nat(2)), async ([row, at, what]) => {
      const [header = '', ...lines] = await history.selection(some);
      const { index, leaf, proof } = JSON.parse(lines[row]!);
      const turn = (text: string) => {
        const bytes = Buffer.from(text, 'base64');
        return Buffer.from(flipped(bytes, at % (bytes.length * 8))).toString('base64');
      };
      const changed = [
        { index, leaf: turn(leaf), proof },
        { index: index ^ (1 << (at % 10)), leaf, proof },
        { index, leaf, proof: proof.with(at % proof.length, turn(proof[at % proof.length])) },
      ][what];
      const report = await history.verify(
        bundleOf([header, ...lines.with(row, `${JSON.stringify(changed)}\n`)]),
      );
      expect(report.findings.map(({ kind }) => kind)).toContain('not-included');
    }));

  it('rows deleted, doubled or turned round', async () => {
    const [header = '', ...lines] = await history.selection(some);
    const findings = async (rows: readonly string[]) =>
      (await history.verify(bundleOf([header, ...rows]))).findings.map(({ kind }) => kind);
    expect(await findings(lines.toSpliced(1, 1))).toEqual(['count']);
    expect(await findings(lines.toSpliced(1, 0, lines[1]!))).toEqual(['out-of-place', 'count']);
    expect(await findings(lines.toReversed())).toEqual(Array.from({ length: 4 }, () => 'out-of-place'));
    expect(await findings(lines.with(1, '{}\n'))).toEqual(['damaged']);
  });

  it('an older checkpoint that it does not show to continue', async () => {
    const oldCheckpoint = await history.checkpointAt(77);
    const unproven = await history.verify(bundleOf(await history.selection(some, [76])), { oldCheckpoint });
    expect(unproven.findings).toEqual([{ kind: 'consistency-unproven', oldSize: 77 }]);
  });
});

describe('checkpoints', () => {
  const lines = () => history.lines({ tiles: true });
  const other = () => EvidenceHistory.of(history.leaves.with(100, eventsOf(1, 8)[0]!), history.key);

  it('a forged one: another key of the same name, or changed after it was signed', async () => {
    const stranger = SigningKey.generate('evidence.bank.example/log').key;
    const forged = await EvidenceHistory.of(history.leaves, stranger);
    const { name, id } = stranger.verifierKey;
    expect(await history.verify(bundleOf(await forged.lines({ tiles: true })))).toMatchObject({
      ok: false,
      events: 0,
      root: null,
      findings: [{ kind: 'not-signed', which: 'checkpoint', signers: [`${name}+${id}`] }],
    });
    const [header = '', ...rest] = await lines();
    const changed = header.replace(String.raw`\n600\n`, String.raw`\n601\n`);
    expect((await history.verify(bundleOf([changed, ...rest]))).findings).toMatchObject([
      { kind: 'signature-invalid', which: 'checkpoint' },
    ]);
    const cut = header.replace(/\\n— [^"]*/, '');
    expect((await history.verify(bundleOf([cut, ...rest]))).findings).toMatchObject([
      { kind: 'checkpoint-malformed', which: 'checkpoint' },
    ]);
  });

  it('a forked history, signed by the right key', async () => {
    const fork = await other();
    const bundle = async () => bundleOf(await fork.lines({ tiles: true }));
    expect(await history.verify(await bundle())).toMatchObject({ ok: true }); // an older checkpoint is what it takes
    for (const [size, forked] of [
      [100, false],
      [101, true],
      [256, true],
      [512, true],
      [600, true],
    ] as const) {
      const oldCheckpoint = await history.checkpointAt(size);
      const { findings, continues } = await history.verify(await bundle(), { oldCheckpoint });
      expect(findings).toEqual(forked ? [{ kind: 'forked', oldSize: size, size: SIZE }] : []);
      expect(continues).toBe(forked ? null : size);
    }
    const { checkpoint: oldCheckpoint } = history;
    expect((await history.verify(bundleOf(await fork.selection([1])), { oldCheckpoint })).findings).toEqual([
      { kind: 'forked', oldSize: SIZE, size: SIZE },
    ]);
  });

  it('an older copy of the database, genuine in itself', async () => {
    const copy = await EvidenceHistory.of(history.leaves.slice(0, 550), history.key);
    const report = await history.verify(bundleOf(await copy.lines({ tiles: true })), {
      oldCheckpoint: history.checkpoint,
    });
    expect(report.findings).toEqual([{ kind: 'rolled-back', oldSize: SIZE, size: 550 }]);
  });

  it('an older checkpoint that is not what it should be', async () => {
    const stranger = await EvidenceHistory.of(history.leaves);
    const { key } = SigningKey.generate('another.example/log');
    const findings = async (oldCheckpoint: string) =>
      (await history.verify(bundleOf(await lines()), { oldCheckpoint })).findings.map(({ kind }) => kind);
    expect(await findings(stranger.checkpoint)).toEqual(['not-signed']);
    expect(await findings('rubbish')).toEqual(['checkpoint-malformed']);
    expect(await findings(history.log.checkpoint('another.example/log', [key]))).toEqual(['not-signed']);
  });

  it('an older checkpoint of another log that is trusted, too', async () => {
    const { key } = SigningKey.generate('another.example/log');
    const keys = new VerifierKeys([history.key.verifierKey, key.verifierKey]);
    const oldCheckpoint = history.log.checkpoint('another.example/log', [key]);
    expect((await verifyBundle(bundleOf(await lines()), keys, { oldCheckpoint })).findings).toEqual([
      { kind: 'other-log', origin: 'evidence.bank.example/log', oldOrigin: 'another.example/log' },
    ]);
  });

  it('a count that was changed', async () => {
    const [header = '', ...rest] = await lines();
    const changed = header.replace('"count":600', '"count":599');
    expect((await history.verify(bundleOf([changed, ...rest]))).findings).toEqual([
      { kind: 'count', declared: 599, given: 600, size: 600 },
    ]);
  });

  it.each(['', '{}\n', 'PK\u0003\u0004', '{"format":"transparency-log-bundle/v2"}\n', '[1]\n'])(
    'what is no bundle: %j',
    async (text) => {
      await expect(history.verify(bundleOf([text]))).rejects.toMatchObject({
        code: 'TLOG_BUNDLE_UNREADABLE',
      });
    },
  );

  it('its stream is closed, read to the end or not', async () => {
    const rest = await lines();
    const stranger = await EvidenceHistory.of(history.leaves);
    for (const verifier of [history, stranger]) {
      let closed = false;
      async function* stream() {
        try {
          for (const line of rest) yield await Promise.resolve(Buffer.from(line));
        } finally {
          closed = true;
        }
      }
      await verifier.verify(new NdjsonBundle(stream()));
      expect(closed).toBe(true);
    }
  });

  it('rubbish without end is counted, not kept', async () => {
    const [header = ''] = await lines();
    const report = await history.verify(bundleOf([header, ...Array.from({ length: 600 }, () => 'x\n')]), {
      maxFindings: 5,
    });
    expect([report.findings.length, report.more]).toEqual([5, 596]);
  });
});
