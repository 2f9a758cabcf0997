import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { serverUrl, testDatabase } from '../../test/support/database.js';
import { openDatabase } from './connect.js';
import { acquireLock, LOCK_FILE } from './directory-lock.js';
import {
  DatabaseInUseError,
  DatabaseRefusedError,
  DatabaseUnreachableError,
  DatabaseUrlError,
} from './errors.js';

const failureOf = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => Promise.reject(new Error('expected a failure')),
    (error: unknown) => error as Error,
  );

describe('the lock of the embedded database', () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'dqe_test_lock_'));
    file = path.join(directory, LOCK_FILE);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const holder = (pid: number | undefined, started: string | null = null, host = os.hostname()) =>
    writeFile(file, JSON.stringify({ id: 'x', pid, started, host, since: '2024-01-01T00:00:00.000Z' }));

  it('admits one opener, and the next when that one is done', async () => {
    const lock = await acquireLock(directory);
    const error = await failureOf(acquireLock(directory));
    expect(error).toBeInstanceOf(DatabaseInUseError);
    expect(error).toMatchObject({ code: 'database_in_use', pid: process.pid });
    expect(error.message).toContain(`process ${process.pid}`);
    expect(error.message).toContain('DATABASE_URL');
    await lock.release();
    await (await acquireLock(directory)).release();
  });

  it('respects a living process', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      await once(other, 'spawn');
      const stat = await readFile(`/proc/${other.pid ?? 0}/stat`, 'utf8').catch(() => null);
      const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
      const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
      await holder(other.pid, stat === null ? null : `${boot.trim()}/${ticks ?? ''}`);
      expect(await failureOf(acquireLock(directory))).toMatchObject({ pid: other.pid });
    } finally {
      other.kill();
    }
  });

  it.each([
    ['a dead process', () => holder(spawnSync(process.execPath, ['-e', '']).pid)],
    ['a later process of the same pid', () => holder(process.pid, 'another boot/1')],
    ['nobody, cut short by a crash', () => writeFile(file, '{"pid":')],
  ])('is taken over from %s, by one of many', async (_, leave) => {
    await leave();
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => acquireLock(directory)));
    const taken = attempts.filter((attempt) => attempt.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    await taken[0]?.value.release();
  });

  it('takes over from another host only after a minute of silence', async () => {
    await holder(1, null, 'another-container');
    expect(await failureOf(acquireLock(directory))).toBeInstanceOf(DatabaseInUseError);
  });
});

describe('openDatabase', () => {
  it('keeps data across a restart, and two services apart', async () => {
    const place = await testDatabase();
    const first = await place.open();
    await first.query('CREATE TABLE kept AS SELECT 1 AS a');
    if (place.dataDir !== undefined) {
      await expect(openDatabase({ dataDir: place.dataDir })).rejects.toThrow(DatabaseInUseError);
    }
    await first.close();
    await first.close();
    const second = await place.open();
    await second.ping();
    expect((await second.query('SELECT a FROM kept')).rows).toEqual([{ a: 1 }]);
    await place.drop();
  });

  it.each([
    'mysql://u:s3cret@host/db',
    'postgresql://u:s3cret@[bad',
    'postgresql://u:s3cret@h/db?schema=x',
    '',
  ])('refuses the URL %j without repeating its password', async (url) => {
    const error = await failureOf(Promise.resolve().then(() => openDatabase({ url })));
    expect(error).toBeInstanceOf(DatabaseUrlError);
    expect(inspect(error)).not.toContain('s3cret');
  });

  it('says which server does not answer, without its password', async () => {
    const error = await failureOf(openDatabase({ url: 'postgresql://u:s3cret@127.0.0.1:1/audit' }));
    expect(error).toBeInstanceOf(DatabaseUnreachableError);
    expect(error.message).toContain('PostgreSQL at 127.0.0.1:1/audit does not answer');
    expect(inspect(error)).not.toContain('s3cret');
  });

  it('does not wait for ever for a server that is silent', async () => {
    const sockets: net.Socket[] = [];
    const silent = net.createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const started = Date.now();
    const error = await failureOf(openDatabase({ url: `postgresql://u:s3cret@127.0.0.1:${port}/audit` }));
    expect(error).toBeInstanceOf(DatabaseUnreachableError);
    expect(Date.now() - started).toBeLessThan(15_000);
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  (serverUrl === undefined ? it.skip : it)('tells a refusal from an absence', async () => {
    const url = new URL(serverUrl ?? '');
    url.pathname = '/dqe_no_such_database';
    const error = await failureOf(openDatabase({ url: url.href }));
    expect(error).toBeInstanceOf(DatabaseRefusedError);
    expect(error.message).toContain('has no such database');
  });
});
