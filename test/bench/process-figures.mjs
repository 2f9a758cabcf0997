// What a process has used so far, as Linux tells it.
import { existsSync, readFileSync } from 'node:fs';

/** On every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Processor time, of its threads too, in ms. @throws Error where there is no such process on this machine */
export function processorMsOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // After the name, which may hold anything: utime and stime are fields 14 and 15 of proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

/** The most memory it has had resident, in MiB. */
export function peakMiBOf(pid) {
  const [, kib] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(kib) / 1024;
}

/** Processor time, in ms, of the server's processes that work for this database, by their number. */
export async function backendsOf(inspector) {
  const { rows } = await inspector.query(
    'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  );
  return new Map(rows.flatMap(({ pid }) => (isHere(pid) ? [[pid, processorMsOf(pid)]] : [])));
}

/** A connection may have ended since it was listed. */
const isHere = (pid) => existsSync(`/proc/${pid}`);

/** What they have used since `before`, in ms; one that has ended since is not counted. */
export const spentSince = (before, now) =>
  [...now].reduce((sum, [pid, ms]) => sum + ms - (before.get(pid) ?? 0), 0);
