import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@dqe-admin/database';
import fc from 'fast-check';
import {
  InMemoryTileStore,
  Log,
  signCheckpoint,
  SigningKey,
  tileWidth,
  TilesBundle,
  VerifierKeys,
  verifyBundle,
} from 'transparency-log';
import { accessLine, recordAccesses } from '../../../../../test/support/access-lines.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { integrateAll, ORIGIN, roundsOn } from '../../../../../test/support/evidence-on.js';
import { logCheckOn, tampered } from '../../../../../test/support/log-check-on.js';
import { aMatch, change } from '../../../../../test/support/match-store-contract.js';
import { eraseSubject, matchesOn } from '../../../../../test/support/matches-on.js';
import type { PrismaDatabase } from '../../persistence/prisma-database.js';
import { logFileAt } from '../files/log-file.js';
import { PrismaLogFiles } from '../files/prisma-log-files.js';
import { FileMirror } from '../mirrors/file-mirror.js';
import { PrismaCheckpoints } from '../proofs/prisma-checkpoints.js';

const TABLES = [
  'log_entries',
  'log_payloads',
  'log_tiles',
  'log_checkpoints',
  'log_head',
  'log_queue',
  'access_events',
];
const SEED = randomBytes(32);
const hex = (bytes: Uint8Array) => `decode('${Buffer.from(bytes).toString('hex')}', 'hex')`;
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

describe('whoever owns the tables and tampers with them', () => {
  let place: TestDatabase;
  let database: Database;
  let folder: string;
  let mirror: FileMirror;
  let size: number;
  let halfway: string;
  let ids: string[];

  const sequencer = () => roundsOn(database, [SEED]);
  const accesses = (count: number) =>
    recordAccesses(
      database,
      Array.from({ length: count }, (_, i) => accessLine({ data: { i } })),
    );
  const latest = async () => (await new PrismaCheckpoints(database as unknown as PrismaDatabase).latest())!;
  const leaves = async () =>
    (await database.client.logEntry.findMany({ orderBy: { index: 'asc' } })).map(({ leaf }) => leaf);

  /** What the self-check finds, and what somebody with the public key and one checkpoint. */
  async function found(old = halfway) {
    const { keys } = await sequencer();
    const check = await logCheckOn(database, keys, [mirror]).run();
    const files = new PrismaLogFiles(database as unknown as PrismaDatabase);
    const bundle = new TilesBundle(async (path) => {
      if (path === 'checkpoint') return Buffer.from((await latest()).note);
      const [, level = '', ...rest] = path.split('/');
      const file = logFileAt(level, rest.join('/'));
      return file === null ? null : files.read(file);
    });
    const report = await verifyBundle(bundle, new VerifierKeys(keys.verifierKeys), { oldCheckpoint: old });
    return { check: check.findings, verifier: report.findings };
  }
  const clean = { check: [], verifier: [] };

  /** Everything as it was, for the next one. */
  const restored = () =>
    tampered(
      database,
      ...TABLES.flatMap((table) => [`DELETE FROM ${table}`]),
      ...TABLES.map((table) => `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_${table}`),
    );
  const kept = async (prefix: string) => {
    for (const table of TABLES) await database.query(`CREATE TABLE ${prefix}_${table} AS TABLE ${table}`);
  };

  beforeAll(async () => {
    place = await testDatabase();
    database = await place.open();
    folder = await mkdtemp(join(tmpdir(), 'dqe_mirror_'));
    mirror = new FileMirror('1', folder);
    const rounds = await sequencer();
    ids = [];
    for (const count of [150, 150, 150, 149]) {
      ids.push(...(await accesses(count)));
      await integrateAll(rounds);
      if (ids.length === 300) {
        halfway = (await latest()).note;
        await kept('older');
      }
    }
    for (const { note } of await database.client.logCheckpoint.findMany({ orderBy: { size: 'asc' } })) {
      await mirror.write(note);
    }
    size = (await latest()).size;
    await kept('kept');
  });
  beforeEach(restored);
  afterAll(async () => {
    await place.drop();
    await rm(folder, { recursive: true });
  });

  it('is accused of nothing where they have done nothing', async () => {
    expect(size).toBe(600);
    expect(await found()).toEqual(clean);
  });

  it('turns a bit of any leaf: both name the event', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(size - 1), fc.nat(10_000), fc.nat(6), async (index, place_, bit) => {
        const leaf = (await leaves())[index]!;
        const at = place_ % leaf.length;
        const turned = leaf.charCodeAt(at) ^ (1 << bit);
        fc.pre(turned >= 0x20 && turned < 0x7f);
        const altered = leaf.slice(0, at) + String.fromCharCode(turned) + leaf.slice(at + 1);
        await tampered(database, `UPDATE log_entries SET leaf = ${quoted(altered)} WHERE index = ${index}`);
        const { check, verifier } = await found();
        expect(check).toContainEqual(expect.objectContaining({ code: 'event_altered', index }));
        expect(verifier).toContainEqual(expect.objectContaining({ kind: 'altered', index }));
        await tampered(database, `UPDATE log_entries SET leaf = ${quoted(leaf)} WHERE index = ${index}`);
      }),
      { numRuns: 10 },
    );
  });

  it('turns a bit of any tile: both name the tile', async () => {
    const tiles = await database.client.logTile.findMany();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...tiles),
        fc.nat(1_000_000),
        async ({ level, index, hashes }, which) => {
          const bit = which % (hashes.length * 8);
          const turned = Uint8Array.from(hashes, (byte, i) =>
            i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte,
          );
          const set = (bytes: Uint8Array) =>
            tampered(
              database,
              `UPDATE log_tiles SET hashes = ${hex(bytes)} WHERE level = ${level} AND index = ${index}`,
            );
          await set(turned);
          const tile = expect.stringMatching(`^tile/${level}/00${index}`);
          const { check, verifier } = await found();
          expect(check).toEqual([{ code: 'tile_altered', tile }]);
          expect(verifier).toEqual([{ kind: 'tile-altered', tile }]);
          await set(hashes);
        },
      ),
      { numRuns: 10 },
    );
  });

  it('alters a checkpoint, its root or its signature', async () => {
    const { note } = await latest();
    const signed = note.lastIndexOf(' ') + 20;
    const forged = note.slice(0, signed) + (note[signed] === 'A' ? 'B' : 'A') + note.slice(signed + 1);
    await tampered(database, `UPDATE log_checkpoints SET note = ${quoted(forged)} WHERE size = ${size}`);
    expect(await found()).toMatchObject({
      check: expect.arrayContaining([{ code: 'checkpoint_altered', size }]),
      verifier: [{ kind: 'signature-invalid' }],
    });
    await restored();
    await tampered(database, `UPDATE log_checkpoints SET root = sha256('x') WHERE size = 301`);
    expect((await found()).check).toEqual([{ code: 'checkpoint_altered', size: 301 }]);
  });

  it('deletes, inserts, swaps and moves events', async () => {
    const shifted = (from: number, by: number) => [
      `UPDATE log_entries SET index = index + 100000 WHERE index >= ${from}`,
      `UPDATE log_entries SET index = index - 100000 + ${by} WHERE index >= 100000`,
    ];
    await tampered(database, 'DELETE FROM log_entries WHERE index = 77');
    expect((await found()).check).toContainEqual({ code: 'event_missing', index: 77 });

    await restored();
    await tampered(database, 'DELETE FROM log_entries WHERE index = 77', ...shifted(78, -1));
    const closed = await found();
    expect(closed.check).toContainEqual(expect.objectContaining({ code: 'event_altered', index: 77 }));
    expect(closed.check).toContainEqual({ code: 'event_missing', index: 599 });

    await restored();
    const added = `INSERT INTO log_entries (index, source, event_id, leaf) SELECT 77, source, gen_random_uuid(), leaf FROM log_entries WHERE index = 5`;
    await tampered(database, ...shifted(77, 1), added);
    const { check, verifier } = await found();
    expect(check).toContainEqual({ code: 'event_added', index: 600 });
    expect(check).toContainEqual(expect.objectContaining({ code: 'event_altered', index: 77 }));
    expect(verifier.length).toBeGreaterThan(0);

    await restored();
    await tampered(
      database,
      'UPDATE log_entries SET index = 100000 WHERE index = 10',
      'UPDATE log_entries SET index = 10 WHERE index = 400',
      'UPDATE log_entries SET index = 400 WHERE index = 100000',
    );
    const swapped = await found();
    for (const [index, was] of [
      [10, 400],
      [400, 10],
    ] as const) {
      const eventId = ids[was - 1];
      expect(swapped.check).toContainEqual({ code: 'event_altered', index, eventId });
    }
    expect(swapped.verifier).toContainEqual(expect.objectContaining({ kind: 'reordered' }));

    await restored();
    await tampered(
      database,
      'UPDATE log_entries SET index = 100000 WHERE index = 500',
      ...[499, 498, 497].map((index) => `UPDATE log_entries SET index = ${index + 1} WHERE index = ${index}`),
      'UPDATE log_entries SET index = 497 WHERE index = 100000',
    );
    const moved = await found();
    expect(moved.check.map(({ code }) => code)).toContain('event_altered');
    expect(moved.verifier).toContainEqual(expect.objectContaining({ kind: 'reordered' }));
  });

  it('cuts off the tail and sets the head back, or puts an older copy back: who knows more, says so', async () => {
    const newest = (await latest()).note;
    const older = TABLES.flatMap((table) => [
      `DELETE FROM ${table}`,
      `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM older_${table}`,
    ]);
    await tampered(database, ...older);
    const back = await found(newest);
    const gone = [401, 451, 551, 600].map((lost) => ({ code: 'mirror_ahead', mirror: '1', size: lost }));
    expect(back.check).toEqual(gone);
    expect(back.verifier).toEqual([{ kind: 'rolled-back', oldSize: size, size: 301 }]);
    // The events themselves left where they are.
    await restored();
    await tampered(database, ...older.filter((statement) => !statement.includes('access_events')));
    expect((await found(newest)).check.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['record_unlogged', 'mirror_ahead']),
    );
  });

  /** All of it anew, as whoever rewrites history does. */
  async function rewritten(told: readonly string[], signer: SigningKey | null): Promise<void> {
    const store = new InMemoryTileStore();
    const log = await Log.open({ store, size: 0 });
    const statements = told.map(
      (leaf, i) => `UPDATE log_entries SET leaf = ${quoted(leaf)} WHERE index = ${i}`,
    );
    let from = 0;
    for (const { size: stored } of await database.client.logCheckpoint.findMany({
      orderBy: { size: 'asc' },
    })) {
      const { root } = await log.append(told.slice(from, Number(stored)).map((leaf) => Buffer.from(leaf)));
      from = Number(stored);
      if (signer === null) continue;
      const note = signCheckpoint({ size: from, root }, ORIGIN, [signer]);
      statements.push(
        `UPDATE log_checkpoints SET root = ${hex(root)}, note = ${quoted(note)} WHERE size = ${from}`,
      );
    }
    for (const { level, index } of await database.client.logTile.findMany()) {
      const width = tileWidth(size, level, Number(index));
      const [hashes] = await store.read([{ level, index: Number(index), width }]);
      statements.push(
        `UPDATE log_tiles SET hashes = ${hex(hashes!)} WHERE level = ${level} AND index = ${index}`,
      );
    }
    statements.push(`UPDATE log_head SET root = ${hex(log.head.root)}`);
    await tampered(database, ...statements);
  }
  const forgedLeaves = async (index: number) =>
    (await leaves()).map((leaf, i) => (i === index ? leaf.replace('match.list', 'match.view') : leaf));

  it('rewrites leaves, tiles and head alike: signed checkpoints say from where on', async () => {
    await rewritten(await forgedLeaves(400), null);
    const { check, verifier } = await found();
    expect(check).toContainEqual({ code: 'history_differs', index: 301, size: 401 });
    // And the row of the event is what it was.
    expect(check).toContainEqual({ code: 'record_altered', index: 400, eventId: ids[399] });
    expect(verifier.length).toBeGreaterThan(0);
  });

  it('signs it by a key of their own', async () => {
    await rewritten(await leaves(), SigningKey.generate(ORIGIN).key);
    const { check, verifier } = await found();
    expect(check.filter(({ code }) => code === 'checkpoint_not_signed')).toHaveLength(8);
    expect(verifier).toMatchObject([{ kind: 'not-signed' }]);
  });

  it('has our key, too: only what was kept elsewhere tells', async () => {
    const { keys } = await sequencer();
    await rewritten(await forgedLeaves(200), keys.all[0]!);
    const { check, verifier } = await found();
    expect(check).toContainEqual({ code: 'mirror_differs', mirror: '1', size });
    expect(verifier).toEqual([{ kind: 'forked', oldSize: 301, size }]);
  });

  describe('while the service is stopped: it signs nothing on top of that when it starts', () => {
    const queueOne = async () => {
      await accesses(1);
      return database.client.logCheckpoint.count();
    };
    const started = async () => (await sequencer()).rounds.run(100);

    it.each<[string, string, () => Promise<void>]>([
      [
        'leaves, tiles and head rewritten alike',
        'head_differs',
        async () => rewritten(await forgedLeaves(590), null),
      ],
      [
        'and signed by a key of their own',
        'checkpoint_not_signed',
        async () => rewritten(await forgedLeaves(590), SigningKey.generate(ORIGIN).key),
      ],
      [
        'the head of an older copy put back',
        'head_differs',
        () =>
          tampered(
            database,
            'DELETE FROM log_head',
            'INSERT INTO log_head SELECT * FROM older_log_head',
            'DELETE FROM log_tiles',
            'INSERT INTO log_tiles SELECT * FROM older_log_tiles',
          ),
      ],
      [
        'the head of an empty log',
        'head_differs',
        () => tampered(database, `UPDATE log_head SET size = 0, root = sha256('')`),
      ],
      ['all checkpoints deleted', 'head_differs', () => tampered(database, 'DELETE FROM log_checkpoints')],
      [
        'the latest one altered',
        'checkpoint_altered',
        async () => {
          const other = (await latest()).note.replace(`\n${size}\n`, `\n${size + 1}\n`);
          await tampered(database, `UPDATE log_checkpoints SET note = ${quoted(other)} WHERE size = ${size}`);
        },
      ],
      [
        'one bit of the root of the head',
        'TLOG_STORE_DAMAGED',
        () => tampered(database, `UPDATE log_head SET root = set_bit(root, 5, 1 - get_bit(root, 5))`),
      ],
    ])('%s: %s', async (_, code, tamper) => {
      await tamper();
      const checkpoints = await queueOne();
      await expect(started()).rejects.toMatchObject({ code });
      expect(await database.client.logCheckpoint.count()).toBe(checkpoints);
      // Also where nothing waits.
      await database.query('DELETE FROM log_queue');
      await expect(started()).rejects.toMatchObject({ code });
      await restored();
      await queueOne();
      expect(await started()).toMatchObject({ outcome: 'integrated', published: { size: size + 1 } });
    });

    it('the same of a service that runs: a head it has not left itself is not gone on from', async () => {
      const running = await sequencer();
      expect(await running.rounds.run(100)).toEqual({ outcome: 'idle' });
      await rewritten(await forgedLeaves(590), null);
      await queueOne();
      await expect(running.rounds.run(100)).rejects.toMatchObject({ code: 'head_differs' });
    });

    it('nor where the key is another: one that was lost has to be named, by who sets the new one', async () => {
      const { keys } = await sequencer();
      await queueOne();
      const another = randomBytes(32);
      const unknown = await roundsOn(database, [another]);
      await expect(unknown.rounds.run(100)).rejects.toMatchObject({ code: 'checkpoint_not_signed' });
      const named = await roundsOn(database, [another], [keys.all[0]!.verifierKey]);
      // A leaf that names the new key, and the event.
      expect(await named.rounds.run(100)).toMatchObject({ published: { size: size + 2 } });
      const later = await roundsOn(database, [another]);
      await expect(later.rounds.run(100)).resolves.toEqual({ outcome: 'idle' });
    });
  });
});

it('honest histories raise nothing, whatever their order', async () => {
  const place = await testDatabase();
  const database = await place.open();
  const rounds = await roundsOn(database, [SEED]);
  const matches = matchesOn(database);
  const open: string[] = [];
  const settled: string[] = [];
  const steps = {
    access: (many: number) =>
      recordAccesses(
        database,
        Array.from({ length: many }, () => accessLine()),
      ),
    open: async () => {
      const match = aMatch();
      await matches.store.open(match);
      open.push(match.id);
    },
    settle: async () => {
      const id = open.shift();
      if (id === undefined) return;
      await matches.store.advance(change.scored(id, 'requested'));
      settled.push(id);
    },
    erase: async (which: number) => {
      const id = settled[which % Math.max(1, settled.length)];
      const found = id === undefined ? null : await database.client.match.findUnique({ where: { id } });
      if (found?.subjectId != null) await eraseSubject(matches, found.subjectId);
    },
    purge: async () => {
      const id = settled.shift();
      if (id !== undefined) await database.client.$queryRaw`SELECT purge_matches(${[id]}::uuid[])`;
    },
    round: (many: number) => rounds.rounds.run(1 + many),
  } as const;
  const names = Object.keys(steps) as (keyof typeof steps)[];
  const step = fc.tuple(fc.constantFrom(...names), fc.nat(40));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (history) => {
      for (const [name, number] of history) await steps[name](number);
      expect((await logCheckOn(database, rounds.keys).run()).findings).toEqual([]);
    }),
    { numRuns: 25, endOnFailure: true },
  );
  expect(await database.client.logEntry.count()).toBeGreaterThan(50);
  await place.drop();
});
