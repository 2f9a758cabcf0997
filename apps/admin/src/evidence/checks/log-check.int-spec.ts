import { randomBytes } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '@dqe-admin/database';
import { accessLine, recordAccesses } from '../../../../../test/support/access-lines.js';
import { testDatabase, type TestDatabase } from '../../../../../test/support/database.js';
import { integrateAll, roundsOn } from '../../../../../test/support/evidence-on.js';
import { logCheckOn, tampered } from '../../../../../test/support/log-check-on.js';
import { aMatch, change } from '../../../../../test/support/match-store-contract.js';
import { eraseSubject, matchesOn } from '../../../../../test/support/matches-on.js';
import { FileMirror } from '../mirrors/file-mirror.js';

describe('the self-check', () => {
  let place: TestDatabase;
  let database: Database;
  let folder: string;
  let mirror: FileMirror;
  beforeEach(async () => {
    place = await testDatabase();
    database = await place.open();
    folder = await mkdtemp(join(tmpdir(), 'dqe_mirror_'));
    mirror = new FileMirror('1', folder);
  });
  afterEach(async () => {
    await place.drop();
    await rm(folder, { recursive: true });
  });

  const accesses = (count: number) =>
    recordAccesses(
      database,
      Array.from({ length: count }, (_, i) => accessLine({ data: { i } })),
    );
  const published = async () => database.client.logCheckpoint.findMany({ orderBy: { size: 'asc' } });
  async function mirrored(): Promise<void> {
    for (const { note } of await published()) await mirror.write(note);
  }

  /** A log of several tiles and checkpoints, with matches and accesses. */
  async function history(events = 700) {
    const sequencer = await roundsOn(database);
    const matches = matchesOn(database);
    const [one, two] = [aMatch(), aMatch()];
    await matches.store.open(one);
    await accesses(10);
    await integrateAll(sequencer);
    await matches.store.advance(change.scored(one.id, 'requested'));
    await matches.store.open(two);
    for (let left = events; left > 0; left -= 200) {
      await accesses(Math.min(left, 200));
      await integrateAll(sequencer);
    }
    const check = logCheckOn(database, sequencer.keys, [mirror]);
    return { sequencer, matches, one, two, check, codes: async () => (await check.run()).findings };
  }
  const idAt = async (index: number) =>
    (await database.client.logEntry.findUniqueOrThrow({ where: { index: BigInt(index) } })).eventId;

  it('finds nothing in honest histories, whatever happened to matches', async () => {
    const { sequencer, matches, one, two, check } = await history();
    await mirrored();
    expect(await check.run()).toMatchObject({ size: 715, findings: [] });
    // While it goes on: what waits is in the queue.
    await accesses(3);
    expect(await check.run()).toMatchObject({ findings: [] });
    const { subjectId } = await database.client.match.findUniqueOrThrow({ where: { id: one.id } });
    await eraseSubject(matches, subjectId!);
    await database.client.$queryRaw`SELECT purge_matches(${[two.id]}::uuid[])`;
    expect(await check.run()).toMatchObject({ findings: [] });
    const late = aMatch();
    await matches.store.open(late);
    await database.client.$queryRaw`SELECT purge_matches(${[late.id]}::uuid[])`;
    await integrateAll(sequencer);
    await mirrored();
    expect(await check.run()).toMatchObject({ size: 719, findings: [] });
  });

  it('nor in an empty log, nor where a crash has cut off what a mirror has', async () => {
    const sequencer = await roundsOn(database);
    const check = logCheckOn(database, sequencer.keys, [mirror]);
    expect(await check.run()).toEqual({ size: 0, findings: [] });
    await accesses(2);
    await integrateAll(sequencer);
    const [{ note } = { note: '' }] = await published();
    for (const length of [10, 40, note.length - 10, note.length]) {
      await appendFile(mirror.file, note.slice(0, length));
      expect((await check.run()).findings).toEqual([]);
      await mirror.write(note);
      expect((await check.run()).findings).toEqual([]);
    }
  });

  it('follows a rotation of keys, and takes no key that the log did not name', async () => {
    const seeds = [randomBytes(32), randomBytes(32)] as const;
    for (const keys of [[seeds[0]], [seeds[1], seeds[0]], [seeds[1]]]) {
      await accesses(3);
      await integrateAll(await roundsOn(database, keys));
    }
    await mirrored();
    const now = await roundsOn(database, [seeds[1]]);
    expect(await logCheckOn(database, now.keys, [mirror]).run()).toMatchObject({ size: 11, findings: [] });
    const stranger = await roundsOn(database, [randomBytes(32)]);
    const notes = (await published()).slice(0, 1);
    const forged = stranger.keys.all[0]!;
    const { signCheckpoint } = await import('transparency-log');
    const [{ size, root }] = notes as [(typeof notes)[number]];
    const note = signCheckpoint({ size: Number(size), root }, now.keys.origin, [forged]);
    await tampered(database, `UPDATE log_checkpoints SET note = '${note}' WHERE size = ${size}`);
    const { findings } = await logCheckOn(database, now.keys).run();
    expect(findings).toEqual([{ code: 'checkpoint_not_signed', size: Number(size) }]);
  });

  it('tells a mirror that cannot be read from a database that is away meanwhile', async () => {
    const { sequencer, check } = await history(10);
    await mkdir(mirror.file);
    expect((await check.run()).findings).toEqual([{ code: 'mirror_unreadable', mirror: '1' }]);
    await rm(mirror.file, { recursive: true });
    await mirrored();
    // As Node says it of a connection that is refused.
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { syscall: 'connect' });
    const away = Object.create(database.client, {
      $queryRaw: {
        value: (parts: TemplateStringsArray, ...values: unknown[]) =>
          parts[0]!.includes('FROM log_checkpoints WHERE size = ANY')
            ? Promise.reject(refused)
            : database.client.$queryRaw(parts, ...values),
      },
    }) as Database['client'];
    await expect(logCheckOn({ client: away }, sequencer.keys, [mirror]).run()).rejects.toBe(refused);
  });

  it('stops where it is told to', async () => {
    const { check } = await history(10);
    await expect(check.run(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  });

  it('names the event whose leaf, payload, columns or row were altered, or are gone', async () => {
    const { codes, one } = await history();
    const [a, b, c, d, e, f] = await Promise.all([300, 301, 302, 303, 304, 305].map(idAt));
    await tampered(
      database,
      `UPDATE log_entries SET leaf = replace(leaf, 'match.list', 'match.view') WHERE index = 300`,
      `UPDATE log_payloads SET payload = replace(payload, 'shop', 'shoq') WHERE index = 301`,
      `UPDATE log_entries SET match_id = '${one.id}' WHERE index = 302`,
      `UPDATE access_events SET actor_id = 'k2' WHERE id = '${d}'`,
      `DELETE FROM access_events WHERE id = '${e}'`,
      `DELETE FROM log_payloads WHERE index = 305`,
    );
    const found = await codes();
    expect(found).toEqual(
      expect.arrayContaining([
        { code: 'event_altered', index: 300, eventId: a },
        { code: 'record_altered', index: 300, eventId: a },
        { code: 'payload_altered', index: 301, eventId: b },
        { code: 'entry_altered', index: 302, eventId: c },
        { code: 'record_altered', index: 303, eventId: d },
        { code: 'record_missing', index: 304, eventId: e },
        { code: 'payload_missing', index: 305, eventId: f },
      ]),
    );
    expect(found).toHaveLength(7);
  });

  it('finds what a match had become altered, and its events deleted without a purge', async () => {
    const { codes, one, two } = await history(10);
    await tampered(database, `UPDATE matches SET verdict = 'match' WHERE id = '${one.id}'`);
    const settled = await database.client.matchEvent.findFirstOrThrow({
      where: { matchId: one.id, type: 'settled' },
    });
    expect(await codes()).toEqual([
      { code: 'record_altered', index: expect.any(Number), eventId: settled.id },
    ]);
    await tampered(database, `UPDATE matches SET verdict = 'insufficient' WHERE id = '${one.id}'`);
    expect(await codes()).toEqual([]);
    await tampered(database, `DELETE FROM matches WHERE id = '${two.id}'`);
    const deleted = await codes();
    expect(deleted.length).toBeGreaterThan(0);
    expect(new Set(deleted.map(({ code }) => code))).toEqual(new Set(['record_missing']));
  });

  it('finds events that are on record and neither in the log nor in its queue, or in both', async () => {
    const { codes } = await history(10);
    const [lost, kept] = await accesses(2);
    const logged = await idAt(5);
    await tampered(
      database,
      `DELETE FROM log_queue WHERE event_id = '${lost}'`,
      `INSERT INTO log_queue (source, event_id) VALUES ('${(await database.client.logEntry.findUniqueOrThrow({ where: { index: 5n } })).source}', '${logged}')`,
    );
    expect(await codes()).toEqual([
      { code: 'record_unlogged', eventId: lost },
      { code: 'record_queued_again', eventId: logged },
    ]);
    expect(kept).not.toBe(lost);
  });

  it('tells altered tiles from altered events, on every level', async () => {
    const { codes } = await history();
    await tampered(
      database,
      `UPDATE log_tiles SET hashes = set_byte(hashes, 40, get_byte(hashes, 40) # 1) WHERE level = 0 AND index = 1`,
      `UPDATE log_tiles SET hashes = set_byte(hashes, 33, get_byte(hashes, 33) # 128) WHERE level = 1`,
    );
    expect(await codes()).toEqual(
      expect.arrayContaining([
        { code: 'tile_altered', tile: 'tile/0/001' },
        { code: 'tile_altered', tile: 'tile/1/000.p/2' },
      ]),
    );
    await tampered(database, `DELETE FROM log_tiles WHERE level = 0 AND index = 0 OR level = 1`);
    expect(await codes()).toEqual(
      expect.arrayContaining([
        { code: 'tile_missing', tile: 'tile/0/000' },
        { code: 'tile_missing', tile: 'tile/1/000.p/2' },
      ]),
    );
  });
});
