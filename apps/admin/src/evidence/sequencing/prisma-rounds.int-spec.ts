import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import {
  decodeLeaf,
  leafHash,
  Log,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  VerifierKeys,
  verifyConsistency,
  verifyInclusion,
} from 'transparency-log';
import { accessLine, recordAccesses } from '../../../../../test/support/access-lines.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { integrateAll, ORIGIN, roundsOn } from '../../../../../test/support/evidence-on.js';
import { aMatch, change } from '../../../../../test/support/match-store-contract.js';
import { matchesOn } from '../../../../../test/support/matches-on.js';
import { plansOf } from '../../../../../test/support/plans-of.js';
import { nextEvents } from './prisma-queued-events.js';
import { PrismaTiles } from './prisma-tiles.js';

interface Entry {
  readonly index: bigint;
  readonly source: string;
  readonly eventId: string;
  readonly matchId: string | null;
  readonly leaf: string;
}

describe('rounds of the sequencer', () => {
  let place: TestDatabase;
  let database: Database;
  beforeEach(async () => {
    place = await testDatabase();
    database = await place.open();
  });
  afterEach(() => place.drop());

  const entries = (): Promise<Entry[]> => database.client.logEntry.findMany({ orderBy: { index: 'asc' } });
  const queued = () => database.client.logQueueItem.findMany({ orderBy: { seq: 'asc' } });
  const payloadOf = async ({ index }: Entry) =>
    (await database.client.logPayload.findUnique({ where: { index } }))?.payload ?? null;
  const accesses = (count: number) =>
    recordAccesses(
      database,
      Array.from({ length: count }, () => accessLine()),
    );

  /** That leaves, tiles, head and checkpoints say the same. */
  async function holdsTogether(keys: VerifierKeys): Promise<void> {
    const all = await entries();
    expect(all.map(({ index }) => Number(index))).toEqual(all.map((_, i) => i));
    const [head] = await database.client.logHead.findMany();
    expect(Number(head!.size)).toBe(all.length);
    const log = await Log.open({
      ...{ store: new PrismaTiles(database.client), size: all.length, root: head!.root },
    });
    const checkpoints = await database.client.logCheckpoint.findMany({ orderBy: { size: 'asc' } });
    const newest = { size: all.length, root: head!.root };
    for (const { note, size, root } of checkpoints) {
      const { checkpoint } = openCheckpoint(note, keys);
      expect([checkpoint.origin, checkpoint.size]).toEqual([ORIGIN, Number(size)]);
      expect(Buffer.from(checkpoint.root).equals(root)).toBe(true);
      const proof = await log.proveConsistency(checkpoint.size);
      expect(verifyConsistency({ older: checkpoint, newer: newest, proof })).toBe(true);
    }
    for (const { index, leaf } of all) {
      const proof = await log.proveInclusion(Number(index));
      const inclusion = { index: Number(index), ...newest, leaf: leafHash(Buffer.from(leaf)), proof };
      expect(verifyInclusion(inclusion)).toBe(true);
    }
  }
  const trusted = ({ verifierKeys }: { verifierKeys: readonly string[] }) => new VerifierKeys(verifierKeys);

  it('takes every event once, in the order the database gave, behind a leaf that names the keys', async () => {
    const sequencer = await roundsOn(database);
    const ids = [...(await accesses(3)), ...(await accesses(270))];
    expect((await queued()).map(({ eventId }) => eventId)).toEqual(ids);
    expect(await sequencer.rounds.waiting()).toBeGreaterThanOrEqual(0);
    expect(await sequencer.rounds.run(200)).toMatchObject({ outcome: 'integrated', full: true, untold: 0 });
    expect(await integrateAll(sequencer)).toBe(274);
    const [first, ...rest] = await entries();
    expect(decodeLeaf(Buffer.from(first!.leaf))).toMatchObject({
      type: 'log.keys',
      target: { kind: 'log', id: ORIGIN },
    });
    expect(JSON.parse((await payloadOf(first!))!)).toMatchObject({ keys: sequencer.keys.verifierKeys });
    expect(rest.map(({ eventId }) => eventId)).toEqual(ids);
    expect([await queued(), await sequencer.rounds.waiting()]).toEqual([[], null]);
    expect(await sequencer.rounds.run(100)).toEqual({ outcome: 'idle' });
    await holdsTogether(trusted(sequencer.keys));
  });

  it('looks up the events of a round by their ids, however many there are besides', async () => {
    for (let i = 0; i < 5; i += 1) await accesses(1_000);
    await database.query('ANALYZE');
    const plan = await plansOf(database, (client) => nextEvents(client, 500));
    expect(plan).toContain('Index Scan using access_events_first_pkey');
    expect(plan).not.toMatch(/Hash|Merge/);
  });

  it('tells of an access what is on record of it, bound by the hash of its payload', async () => {
    const sequencer = await roundsOn(database);
    const at = new Date('2026-02-03T04:05:06.789Z');
    const requestId = '0190f0a1-1111-7000-8000-000000000001';
    const target = { type: 'match', id: '0190f0a1-3333-7000-8000-000000000001' };
    const [id] = await recordAccesses(database, [
      accessLine({ at, requestId, target, action: 'match.view', data: { b: 1, a: 'x' } }),
    ]);
    await integrateAll(sequencer);
    const entry = (await entries())[1]!;
    const { payloadHash, recordedAt, ...leaf } = decodeLeaf(Buffer.from(entry.leaf));
    expect(leaf).toEqual({
      ...{ v: 1, id, type: 'access.allowed', at: at.toISOString(), actor: { kind: 'key', id: 'k1' } },
      ...{ action: 'match.view', target: { kind: 'match', id: target.id }, requestId },
    });
    expect(Math.abs(Date.now() - Date.parse(recordedAt))).toBeLessThan(300_000);
    expect(entry.matchId).toBe(target.id);
    const payload = (await payloadOf(entry))!;
    expect(createHash('sha256').update(payload).digest('base64')).toBe(payloadHash);
    const { salt, ...said } = JSON.parse(payload);
    expect(said).toEqual({ application: 'shop', permission: 'matches:read', data: { a: 'x', b: 1 } });
    expect(Buffer.from(salt, 'base64')).toHaveLength(16);
  });

  it('keeps line breaks, quotes and nothing at all apart from the lines it writes', async () => {
    const sequencer = await roundsOn(database);
    const said: Record<string, string>[] = [
      { a: 'one\ntwo\r\n', b: '"\\' },
      {},
      { c: '\u2028,{}' },
      { d: '' },
    ];
    await recordAccesses(
      database,
      said.map((data) => accessLine({ data, target: null })),
    );
    await integrateAll(sequencer);
    const payloads = await Promise.all((await entries()).slice(1).map(payloadOf));
    expect(payloads.map((payload) => JSON.parse(payload!).data)).toEqual(said);
    await holdsTogether(trusted(sequencer.keys));
  });

  it('binds what a match had become and its envelopes, and holds nothing of the person', async () => {
    const sequencer = await roundsOn(database);
    const { store } = matchesOn(database);
    const match = aMatch({
      context: { requestId: 'r-1', application: 'shop', actor: { kind: 'key', id: 'k9' } },
    });
    await store.open(match);
    await store.advance(change.scored(match.id, 'requested'));
    await integrateAll(sequencer);
    const [, requested, answered, settled] = await entries();
    const leaves = [requested, answered, settled].map((entry) => decodeLeaf(Buffer.from(entry!.leaf)));
    expect(leaves.map(({ type, action, actor }) => [type, action, actor])).toEqual([
      ['match.requested', 'match.create', { kind: 'key', id: 'k9' }],
      ['match.answered', null, null],
      ['match.settled', null, null],
    ]);
    expect(leaves[0]).toMatchObject({ requestId: 'r-1', target: { kind: 'match', id: match.id } });
    const [row] = await database.client.match.findMany();
    const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('base64');
    expect(JSON.parse((await payloadOf(requested!))!)).toMatchObject({
      state: { application: 'shop', purpose: null, codeName: null, country: 'FR', consentOffered: true },
      sealed: {
        number: hash(row!.numberSealed),
        identity: hash(row!.identitySealed),
        returnUrl: hash(row!.returnUrlSealed!),
      },
    });
    expect(JSON.parse((await payloadOf(settled!))!)).toMatchObject({
      state: { status: 'scored', operator: 'Orange', verdict: 'insufficient', verdictPolicy: 'default@1' },
      sealed: { answer: hash(row!.answerSealed!) },
    });
    const told = JSON.stringify([await entries(), await database.client.logPayload.findMany()], (_, value) =>
      typeof value === 'bigint' ? Number(value) : value,
    );
    for (const personal of ['612345678', 'Hérouville', 'Zoë', '1985-04-12'])
      expect(told).not.toContain(personal);
  });

  it('two that compete make one log: every event once, in one order, and no size twice', async () => {
    // The embedded database serves one process: there, two take turns on its connection.
    const connect = () => (place.url === undefined ? Promise.resolve(database) : place.open());
    const [one, two] = [await connect(), await connect()];
    const sequencers = [await roundsOn(one), await roundsOn(two)];
    const recorded: string[] = [];
    let writing = true;
    const writers = Promise.all(
      Array.from({ length: 4 }, async () => {
        for (let i = 0; i < 25; i += 1) recorded.push(...(await accesses(1 + (i % 3))));
      }),
    ).then(() => {
      writing = false;
    });
    const compete = async ({ rounds }: (typeof sequencers)[number]) => {
      const outcomes: string[] = [];
      while (writing || (await queued()).length > 0) outcomes.push((await rounds.run(7)).outcome);
      return outcomes;
    };
    const [, first, second] = await Promise.all([writers, ...sequencers.map(compete)]);
    for (const outcomes of [first, second]) expect(outcomes).toContain('integrated');
    const ids = (await entries()).slice(1).map(({ eventId }) => eventId);
    expect(new Set(ids).size).toBe(ids.length);
    expect([...ids].sort()).toEqual([...recorded].sort());
    await holdsTogether(trusted(sequencers[0]!.keys));
  });

  it('of a round that is cut off nothing is left, and another takes over at once', async () => {
    const cut = { off: false };
    const dying = await roundsOn(cutOff(database, cut));
    const heir = await roundsOn(database);
    await accesses(2);
    expect(await integrateAll(dying)).toBe(3);
    cut.off = true;
    const ids = await accesses(5);
    await expect(dying.rounds.run(100)).rejects.toThrow('cut off');
    expect([(await entries()).length, (await queued()).length]).toEqual([3, 5]);
    expect((await database.client.logCheckpoint.findMany()).length).toBe(1);
    expect(await integrateAll(heir)).toBe(8);
    expect((await entries()).slice(3).map(({ eventId }) => eventId)).toEqual(ids);
    // And the one that was cut off goes on where the other has brought it.
    await accesses(1);
    await expect(dying.rounds.run(100)).rejects.toThrow('cut off');
    cut.off = false;
    expect(await integrateAll(dying)).toBe(9);
    await holdsTogether(trusted(heir.keys));
  });

  it('an event that is gone, or cannot be told, enters by its id and holds up nobody', async () => {
    const sequencer = await roundsOn(database);
    const [gone, kept] = await accesses(2);
    const far = accessLine();
    await recordAccesses(database, [far]);
    await database.query(`ALTER TABLE access_events DISABLE TRIGGER access_events_stay`);
    await database.query(`DELETE FROM access_events WHERE id = '${gone}'`);
    // A number that no double holds: it cannot be written as canonical JSON.
    await database.query(`UPDATE access_events SET data = '{"n": 1e400}' WHERE id = '${far.id}'`);
    await database.query(`ALTER TABLE access_events ENABLE TRIGGER access_events_stay`);
    expect(await sequencer.rounds.run(100)).toMatchObject({ outcome: 'integrated', untold: 2 });
    const told = (await entries())
      .slice(1)
      .map(({ eventId, leaf }) => [eventId, decodeLeaf(Buffer.from(leaf)).type]);
    expect(told).toEqual([
      [gone, 'access.missing'],
      [kept, 'access.allowed'],
      [far.id, 'access.unreadable'],
    ]);
  });

  it('signs nothing over tiles that do not give the root, and goes on once they do', async () => {
    const sequencer = await roundsOn(database);
    await accesses(3);
    await integrateAll(sequencer);
    const [tile] = await database.client.logTile.findMany();
    const change = async (hashes: Uint8Array) => {
      await database.query('ALTER TABLE log_tiles DISABLE TRIGGER log_tiles_grow');
      await database.client.$executeRaw`UPDATE log_tiles SET hashes = ${hashes}`;
      await database.query('ALTER TABLE log_tiles ENABLE TRIGGER log_tiles_grow');
    };
    await change(Uint8Array.from(tile!.hashes, (byte, i) => (i === 40 ? byte ^ 1 : byte)));
    await accesses(1);
    const another = await roundsOn(database);
    await expect(another.rounds.run(100)).rejects.toMatchObject({ code: 'TLOG_STORE_DAMAGED' });
    expect((await database.client.logCheckpoint.findMany()).length).toBe(1);
    await change(tile!.hashes);
    expect(await integrateAll(another)).toBe(5);
    await holdsTogether(trusted(another.keys));
  });

  it('a rotation goes through both keys, and the log names the new one', async () => {
    const [oldSeed, newSeed] = [randomBytes(32), randomBytes(32)];
    const before = await roundsOn(database, [oldSeed]);
    await accesses(1);
    await integrateAll(before);
    const during = await roundsOn(database, [newSeed, oldSeed]);
    expect(await integrateAll(during)).toBe(3);
    const after = await roundsOn(database, [newSeed]);
    expect(await integrateAll(after)).toBeNull();
    await accesses(1);
    expect(await integrateAll(after)).toBe(4);
    const types = (await entries()).map(({ leaf }) => decodeLeaf(Buffer.from(leaf)).type);
    expect(types).toEqual(['log.keys', 'access.allowed', 'log.keys', 'access.allowed']);
    const notes = (await database.client.logCheckpoint.findMany({ orderBy: { size: 'asc' } })).map(
      ({ note }) => note,
    );
    const signers = notes.map((note) => parseNote(note).signatures.map(({ keyId }) => keyId));
    const [oldId, newId] = [before, after].map(({ keys }) => keys.all[0]!.verifierKey.id);
    expect(signers).toEqual([[oldId], [newId, oldId], [newId]]);
    // Who knows only the old key can follow up to the checkpoint both have signed.
    expect(openCheckpoint(notes[1]!, trusted(before.keys)).checkpoint.size).toBe(3);
    await holdsTogether(new VerifierKeys([...before.keys.verifierKeys, ...after.keys.verifierKeys]));
  });

  it('takes what a purge overtook, without what it said', async () => {
    const sequencer = await roundsOn(database);
    const { store } = matchesOn(database);
    const [early, late] = [aMatch(), aMatch({ context: { actor: { kind: 'person', id: 'p1' } } })];
    await store.open(early);
    await integrateAll(sequencer);
    await store.open(late);
    await database.client.$queryRaw`SELECT purge_matches(${[early.id, late.id]}::uuid[])`;
    expect(await database.client.matchEvent.count()).toBe(0);
    expect(await integrateAll(sequencer)).toBe(3);
    const [, purged, overtaken] = await entries();
    expect([await payloadOf(purged!), await payloadOf(overtaken!)]).toEqual([null, null]);
    expect(decodeLeaf(Buffer.from(purged!.leaf)).payloadHash).toBeDefined();
    expect(decodeLeaf(Buffer.from(overtaken!.leaf))).toMatchObject({
      ...{ type: 'match.requested', actor: { kind: 'person', id: 'p1' }, target: { id: late.id } },
    });
    expect(decodeLeaf(Buffer.from(overtaken!.leaf)).payloadHash).toBeUndefined();
    await holdsTogether(trusted(sequencer.keys));
  });

  it('a checkpoint says the size of the log and nothing else of it', async () => {
    const sequencer = await roundsOn(database);
    await integrateAll(sequencer);
    const [{ note } = { note: '' }] = await database.client.logCheckpoint.findMany();
    expect(parseCheckpoint(parseNote(note).text)).toMatchObject({ origin: ORIGIN, size: 1, extensions: [] });
  });
});

/** A database whose transactions break off after their last statement, as where a process dies. */
function cutOff(database: Database, cut: { readonly off: boolean }): Pick<Database, 'client'> {
  const client = new Proxy(database.client, {
    get: (target, name) => {
      if (name !== '$transaction') return Reflect.get(target, name) as unknown;
      return (work: (tx: unknown) => Promise<unknown>, options: object) =>
        target.$transaction(async (tx) => {
          const done = await work(tx);
          if (cut.off) throw new Error('cut off');
          return done;
        }, options);
    },
  });
  return { client };
}
