import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ConsentSession } from './consent-desk.js';
import type { SandboxContext } from './sandbox-context.js';
import type { IssuedToken } from './token-desk.js';

/** What outlives a restart. Holds no identity: only tokens, scores and what the operator's page needs. */
interface SavedState {
  readonly version: 1;
  readonly port: number;
  readonly tokens: readonly IssuedToken[];
  readonly consents: readonly ConsentSession[];
}

function isSavedState(value: unknown): value is SavedState {
  const { version, port, tokens, consents } = (value ?? {}) as Partial<Record<keyof SavedState, unknown>>;
  return version === 1 && Number.isInteger(port) && Array.isArray(tokens) && Array.isArray(consents);
}

/**
 * Reads a state file into the context.
 * @returns the port the sandbox had, or undefined where there is no (readable) state to go on from.
 */
export function restoreState(path: string, context: SandboxContext): number | undefined {
  let saved: unknown;
  try {
    saved = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // None yet, or one a person has edited: a sandbox starts afresh rather than not at all.
    return undefined;
  }
  // Nor is a file of another kind ours to read.
  if (!isSavedState(saved)) return undefined;
  context.tokens.restore(saved.tokens);
  context.consents.restore(saved.consents);
  return saved.port;
}

/** Writes the state whenever it changed: one write at a time, and one more for all changes during it. */
export class StateWriter {
  private changed = false;
  private writing: Promise<void> | undefined;

  constructor(
    private readonly path: string,
    private readonly context: SandboxContext,
    private readonly port: number,
  ) {}

  /** Tells that something changed. */
  touch(): void {
    this.changed = true;
    this.writing ??= this.writeWhileChanged().finally(() => (this.writing = undefined));
  }

  /** Waits until everything is written. */
  async settled(): Promise<void> {
    await this.writing;
  }

  /**
   * Writes the state now.
   * @throws the system's error where the file cannot be written.
   */
  async write(): Promise<void> {
    const { tokens, consents } = this.context;
    const state: SavedState = {
      version: 1,
      port: this.port,
      tokens: tokens.snapshot(),
      consents: consents.snapshot(),
    };
    await mkdir(dirname(this.path), { recursive: true });
    // Written beside and renamed, so that a reader finds the old state or the new one, never half of one.
    const draft = `${this.path}.${process.pid}.tmp`;
    await writeFile(draft, JSON.stringify(state), { mode: 0o600 });
    await rename(draft, this.path);
  }

  private async writeWhileChanged(): Promise<void> {
    while (this.changed) {
      this.changed = false;
      try {
        await this.write();
      } catch (error) {
        // A full disk must not end a demonstration; it only forgets more over a restart.
        process.emitWarning(`DQE sandbox: the state file was not written (${String(error)})`);
      }
    }
  }
}
