import { join, resolve } from 'node:path';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Agent } from 'undici';
import { AdminConfig } from '../../config/admin-config.js';
import { ConfigurationError } from '../../config/configuration.error.js';
import { OutageLog } from '../../jobs/outage-log.js';
import { problemOfEndpointUrl } from '../../webhooks/endpoint-url.js';
import { guardedAgent } from '../../webhooks/guarded-agent.js';
import { PrismaCheckpoints } from '../proofs/prisma-checkpoints.js';
import type { Published } from '../sequencing/prisma-rounds.js';
import { FileMirror } from './file-mirror.js';
import type { Mirror } from './mirror.js';
import { MirrorWriter } from './mirror-writer.js';
import { UrlMirror } from './url-mirror.js';

/** Milliseconds between two looks for checkpoints of other instances. */
const LOOK_MS = 10_000;
/** Milliseconds for the last checkpoint, at the end. */
const LAST_WRITE_MS = 2_000;

/**
 * Copies checkpoints out of the database: to a file under DATA_DIR, and to every mirror of EVIDENCE_MIRRORS. Each instance
 * copies what it makes, and what it sees of others. A mirror that fails stops nothing.
 */
@Injectable()
export class CheckpointMirrors implements OnApplicationBootstrap {
  private readonly logger = new Logger('CheckpointMirrors');
  private readonly agent: Agent;
  private timer: NodeJS.Timeout | null = null;
  readonly writers: readonly MirrorWriter[];

  /** @throws ConfigurationError an address that nothing may be sent to */
  constructor(
    config: AdminConfig,
    private readonly checkpoints: PrismaCheckpoints,
  ) {
    const rules = { allowLoopback: config.webhookAllowLoopback };
    this.agent = guardedAgent(rules);
    const local = new FileMirror('local', join(config.dataDir, 'evidence'));
    const others = config.evidenceMirrors.map((target, i): Mirror => {
      const label = String(i + 1);
      if (!/^https?:/i.test(target)) return new FileMirror(label, resolve(target));
      const wrong = problemOfEndpointUrl(target, rules);
      if (wrong !== null) throw refused(label, wrong.problem, wrong.remedy);
      return new UrlMirror(label, target, this.agent);
    });
    this.writers = [local, ...others].map((mirror) => this.writerOf(mirror));
  }

  private writerOf(mirror: Mirror): MirrorWriter {
    const outages = new OutageLog(this.logger, `The evidence mirror "${mirror.label}"`);
    return new MirrorWriter(mirror, {
      failed: (error) => outages.begun(nameOf(error)),
      worked: () => outages.over(),
    });
  }

  onApplicationBootstrap(): void {
    void this.look();
    this.timer = setInterval(() => void this.look(), LOOK_MS).unref();
  }

  /** Called by the sequencer after its last round: the checkpoint of that goes out still. */
  async stop(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await Promise.all(this.writers.map((writer) => writer.stop(LAST_WRITE_MS)));
    await this.agent.destroy();
  }

  /** A checkpoint that is published. */
  offer(published: Published): void {
    for (const writer of this.writers) writer.offer(published);
  }

  /** How many do not take what they are given. */
  get failing(): number {
    return this.writers.filter(({ failures }) => failures > 0).length;
  }

  private async look(): Promise<void> {
    try {
      const latest = await this.checkpoints.latest();
      if (latest !== null) this.offer(latest);
    } catch {
      // The sequencer tells that the database is away.
    }
  }
}

/** What went wrong, without the address or the path. */
function nameOf(error: unknown): Error {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  return new Error(String(code ?? name));
}

const refused = (label: string, problem: string, remedy: string) =>
  new ConfigurationError([{ variable: 'EVIDENCE_MIRRORS', message: `entry ${label} ${problem}. ${remedy}` }]);
