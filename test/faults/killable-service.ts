import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { KillOrder } from './kill-points.js';

const MAIN = path.resolve(import.meta.dirname, 'killable-main.mjs');

/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The point it was told to die at, where it got there. */
  readonly at: string | null;
}

/** One life of the service: from its start to its death. */
export class Life {
  /** The address, once it listens; null where it ended before. */
  readonly listening: Promise<string | null>;
  readonly ended: Promise<End>;
  output = '';
  private readonly child: ChildProcess;

  constructor(env: Readonly<Record<string, string>>, killAt: KillOrder | null) {
    const child = spawn(process.execPath, [MAIN], {
      // No .env is to be found here, and nothing of our own environment to be inherited.
      cwd: env['DATA_DIR'],
      env: { ...env, PATH: process.env['PATH'] ?? '', KILL_AT: JSON.stringify(killAt) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const banner = new Promise<string>((resolve) => {
      const read = (data: Buffer) => {
        this.output += data.toString();
        const url = /http:\/\/localhost:(\d+)\/\n/.exec(this.output)?.[1];
        if (url !== undefined) resolve(`http://127.0.0.1:${url}`);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
    });
    // Not `exit`: what it wrote last is still on its way then.
    this.ended = once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      at: /\nkilled at (\S+)\n/.exec(this.output)?.[1] ?? null,
    }));
    this.listening = Promise.race([banner, this.ended.then(() => null)]);
  }

  /** Does nothing to the dead. */
  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }
}
