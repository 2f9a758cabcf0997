import { execFile, execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A PostgreSQL server of one's own, to be stopped and started. */
export interface PrivatePostgres {
  readonly url: string;
  start(): Promise<void>;
  /** `fast` says goodbye to every connection, `immediate` is a crash. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  remove(): Promise<void>;
}

/** Where `initdb` and `pg_ctl` are; null where there is no server on this machine to be had. */
export function postgresBinaries(): string | null {
  try {
    const { bindir } = { bindir: execFileSync('pg_config', ['--bindir'], { encoding: 'utf8' }).trim() };
    execFileSync(join(bindir, 'initdb'), ['--version'], { stdio: 'ignore' });
    asWhom();
    return bindir;
  } catch {
    return null;
  }
}

/** PostgreSQL refuses to run as root, who therefore becomes the user its package made. */
function asWhom(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (what: string) => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A fresh cluster in a temporary directory, started. */
export async function privatePostgres(binaries: string): Promise<PrivatePostgres> {
  const user = asWhom();
  const directory = mkdtempSync(join(tmpdir(), 'dqe_test_postgres_'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(directory, user.uid, user.gid);
  const port = await freePort();
  const command = (name: string, ...args: string[]) =>
    run(join(binaries, name), ['-D', directory, ...args], { ...user, cwd: directory, env: { LC_ALL: 'C' } });
  await command('initdb', '--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-sync');
  // What it takes to survive a crash stays on: fsync and full_page_writes.
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=60`;
  const start = async () => {
    await command('pg_ctl', '-w', '-l', join(directory, 'server.log'), '-o', settings, 'start');
  };
  await start();
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    start,
    stop: async (mode) => {
      await command('pg_ctl', '-w', '-m', mode, 'stop');
    },
    remove: async () => {
      await command('pg_ctl', '-w', '-m', 'immediate', 'stop').catch(() => undefined);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
