import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { AdminClient } from './admin-client.js';
import { type AdminEnvironment, adminEnvironment, type AdminServiceOptions } from './admin-environment.js';

const MAIN = path.resolve(import.meta.dirname, '../../apps/admin/dist/main.js');
const START_MS = 30_000;

export interface AdminProcessOptions extends AdminServiceOptions {
  /** What is run. @default the built service */
  readonly main?: string;
}

/** The service as it is deployed: built, in a process of its own, to be stopped and killed. `npm test` builds it. */
export class AdminProcess extends AdminClient {
  /** Everything it wrote, over all its lives. */
  output = '';
  private child: ChildProcess | undefined;
  private port = '0';

  private constructor(
    private readonly environment: AdminEnvironment,
    private readonly main: string,
  ) {
    super(() => `http://127.0.0.1:${this.port}`, environment.sandbox);
  }

  static async start({ main = MAIN, ...options }: AdminProcessOptions = {}): Promise<AdminProcess> {
    const service = new AdminProcess(await adminEnvironment(options), main);
    await service.start();
    return service;
  }

  /** A further instance, on the same database and with the same secrets. */
  async another(): Promise<AdminProcess> {
    const service = new AdminProcess(this.environment, this.main);
    await service.start();
    return service;
  }

  /** Starts, on the port it had before where there was one, and waits until it listens. @param env other variables */
  async start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const child = spawn(process.execPath, [this.main], {
      // No .env is to be found here, and nothing of our own environment to be inherited.
      cwd: this.environment.env['DATA_DIR'],
      env: { ...this.environment.env, PORT: this.port, PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const from = this.output.length;
    const banner = new Promise<string>((resolve, reject) => {
      const read = (data: Buffer) => {
        this.output += data.toString();
        const port = /http:\/\/localhost:(\d+)\/\n/.exec(this.output.slice(from))?.[1];
        if (port !== undefined) resolve(port);
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', (code) => reject(new Error(`ended with ${code}: ${this.output.slice(from)}`)));
      setTimeout(() => reject(new Error(`did not start: ${this.output.slice(from)}`)), START_MS).unref();
    });
    this.port = await banner;
    await this.get('/health/live', { anonymous: true });
  }

  /** Waits until it has ended by itself. */
  async ended(): Promise<void> {
    const { child } = this;
    if (child?.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }

  /** @returns the exit code; null where the signal itself ended it */
  async stop(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return null;
    const exit = once(child, 'exit');
    child.kill(signal);
    const [code] = (await exit) as [number | null];
    return code;
  }

  /** Nobody reads any more what it writes: whatever it writes from here on is an EPIPE. */
  deafen(...streams: readonly ('stdout' | 'stderr')[]): void {
    for (const name of streams) this.child?.[name]?.destroy();
  }

  async close(): Promise<void> {
    await this.stop('SIGKILL');
    await this.environment.dispose();
  }
}
