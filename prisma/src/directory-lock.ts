import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DatabaseInUseError } from './errors.js';

export const LOCK_FILE = 'lock.json';

/** A holder on another host (a container that shares the volume) cannot be asked, so it has to give signs of life. */
const HEARTBEAT_MS = 10_000;
const SILENCE_MS = 60_000;
/** Nobody takes this long to replace a stale lock, unless it died doing so. */
const TAKEOVER_MS = 10_000;

export interface Lock {
  release(): Promise<void>;
}

interface Holder {
  id: string;
  pid: number;
  /** Tells a process from a later one of the same pid (always so in containers); null where the system does not say. */
  started: string | null;
  host: string;
  since: string;
}

/**
 * One process per directory.
 * @throws {DatabaseInUseError}
 */
export async function acquireLock(directory: string): Promise<Lock> {
  const file = path.join(directory, LOCK_FILE);
  const me: Holder = {
    id: randomUUID(),
    pid: process.pid,
    started: startOf(process.pid),
    host: os.hostname(),
    since: new Date().toISOString(),
  };
  if (!(await create(file, me))) await takeOver(file, directory, me);

  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, HEARTBEAT_MS).unref();
  return {
    release: async () => {
      clearInterval(heartbeat);
      if ((await read(file))?.id === me.id) await rm(file, { force: true });
    },
  };
}

/** Replaces a stale lock. Only one process at a time may judge and replace, else one would remove the other's new lock. */
async function takeOver(file: string, directory: string, me: Holder): Promise<void> {
  const guard = `${file}.takeover`;
  if ((await ageOf(guard)) > TAKEOVER_MS) await rm(guard, { force: true });
  const guarded = await create(guard, me);
  try {
    const holder = await read(guarded ? file : guard);
    if (!guarded || (holder !== undefined && (await isAlive(holder, file)))) throw inUse(directory, holder);
    await rm(file, { force: true });
    if (!(await create(file, me))) throw inUse(directory, await read(file));
  } finally {
    if (guarded) await rm(guard, { force: true });
  }
}

async function isAlive(holder: Holder, file: string): Promise<boolean> {
  if (holder.host !== os.hostname()) return (await ageOf(file)) < SILENCE_MS;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startOf(holder.pid) === holder.started;
}

/** Boot and start time in ticks, from Linux' /proc (proc(5)); elsewhere the pid has to do. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the name in brackets and may hold anything; the third is the state, the 22nd the start.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie holds no files; in containers it may stay for ever, for want of an init to reap it.
    if (state === 'Z' || state === 'X') return 'dead';
    const ticks = fields[18];
    return `${boot}/${ticks ?? ''}`;
  } catch {
    return null;
  }
}

function inUse(directory: string, holder: Holder | undefined): DatabaseInUseError {
  const who = holder
    ? `process ${holder.pid} on ${holder.host} (since ${holder.since})`
    : 'a process just starting';
  return new DatabaseInUseError(
    `The embedded database in ${directory} is open in ${who}. Two processes would corrupt it: stop that one, ` +
      'choose another DATA_DIR, or give DATABASE_URL to share one PostgreSQL.',
    holder?.pid ?? 0,
  );
}

async function create(file: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(file, JSON.stringify(holder), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** undefined: gone, or cut short by a crash. */
async function read(file: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

async function ageOf(file: string): Promise<number> {
  const stats = await stat(file).catch(() => undefined);
  return stats === undefined ? 0 : Date.now() - stats.mtimeMs;
}
