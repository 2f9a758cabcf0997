import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { MasterKeyring } from 'sealed-fields';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { ConfigurationError } from '../config/configuration.error.js';
import { JobQueue } from '../jobs/job-queue.js';
import { type MasterKeyUse, outstanding } from '../sealing/master-key-use.js';
import { type KeyRotationRecord, PrismaKeyRotations } from './prisma-key-rotations.js';

export const MASTER_KEY_USES = Symbol('MASTER_KEY_USES');
export const ROTATION_QUEUE = 'master-key-rotation';
/** Milliseconds after which a job hands over to the next, so that one whose process died is soon missed. */
const SLICE_MS = 30_000;
const KEY_ID = /^[\w.-]{1,32}$/;

/** A job goes on with a rotation, or looks whether there is one to begin. */
export interface RotationJob {
  readonly rotationId?: string;
}

export interface MasterKeyStanding {
  readonly id: string;
  readonly primary: boolean;
  /** Whether MASTER_KEYS lists it. */
  readonly atHand: boolean;
  /** How many values it protects, by what they are. */
  readonly counts: Readonly<Record<MasterKeyUse['name'], number>>;
}

export interface MasterKeysStanding {
  readonly primary: string;
  readonly keys: readonly MasterKeyStanding[];
  readonly rotation: KeyRotationRecord | null;
}

type Counts = ReadonlyMap<MasterKeyUse, ReadonlyMap<string, number>>;

/** Which master key protects how much, and the way from one to the next. */
@Injectable()
export class MasterKeysService {
  private readonly logger = new Logger('MasterKeys');
  private readonly startedAt: number;

  constructor(
    @Inject(MASTER_KEY_USES) private readonly uses: readonly MasterKeyUse[],
    private readonly keyring: MasterKeyring,
    private readonly rotations: PrismaKeyRotations,
    private readonly jobs: JobQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.startedAt = clock.now();
  }

  /** @throws ConfigurationError a key is needed and not at hand */
  async refuseMissing(): Promise<void> {
    // What names no key was damaged: no key would help, and one row is no reason to keep all the others from being read.
    const missing = this.standingOf(await this.counts()).filter(
      ({ id, atHand }) => !atHand && KEY_ID.test(id),
    );
    if (missing.length === 0) return;
    throw new ConfigurationError(
      missing.map(({ id, counts }) => ({
        variable: 'MASTER_KEYS',
        message: `lacks the key ${id}, which ${sum(Object.values(counts))} stored value(s) still need. Put it back, behind the first, until GET /api/v1/settings/master-keys says that it may be retired.`,
      })),
    );
  }

  async standing(): Promise<MasterKeysStanding> {
    const [counts, rotation] = await Promise.all([this.counts(), this.rotations.latest()]);
    return { primary: this.keyring.primary, keys: this.standingOf(counts), rotation };
  }

  /** Has some instance look whether there is anything to move. */
  async start(): Promise<void> {
    await this.jobs.send<RotationJob>(ROTATION_QUEUE, [{ data: {} }]);
  }

  /** One slice of a rotation; the next one is sent behind it. */
  async run({ rotationId }: RotationJob, signal: AbortSignal): Promise<void> {
    const rotation = rotationId === undefined ? await this.begun() : await this.rotations.find(rotationId);
    if (rotation === null || rotation.primaryKeyId !== this.keyring.primary) return;
    const { id } = rotation;
    const slice = AbortSignal.timeout(SLICE_MS);
    let refused = 0;
    const onBatch = async (batch: { moved: number; refused: number }) => {
      refused += batch.refused;
      await this.rotations.progress(id, { moved: batch.moved, refused }, this.now());
    };
    try {
      for (const use of this.uses) await use.move({ signal: AbortSignal.any([signal, slice]), onBatch });
    } catch (error) {
      if (!slice.aborted && !signal.aborted) throw error;
      await this.jobs.send<RotationJob>(ROTATION_QUEUE, [{ data: { rotationId: id } }]);
      return;
    }
    await this.rotations.end(id, this.now());
    const ended = await this.rotations.find(id);
    const { primaryKeyId: primary, total, moved } = ended ?? rotation;
    this.logger.log({ msg: 'A rotation of master keys has ended.', primary, total, moved, refused });
    if (refused > 0) {
      this.logger.error({ msg: 'Values could not be opened, and are still under their old key.', refused });
    }
  }

  /** A new rotation, where there is anything to move, and nobody younger is moving it elsewhere. */
  private async begun(): Promise<KeyRotationRecord | null> {
    const { primary } = this.keyring;
    const latest = await this.rotations.latest();
    if (latest !== null && latest.primaryKeyId !== primary && latest.startedAt.getTime() > this.startedAt) {
      return null;
    }
    const counts = await this.counts();
    const total = sum([...counts].map(([use, byKey]) => outstanding(use, byKey, primary)));
    if (total === 0) return null;
    const id = timeId(this.clock.now());
    await this.rotations.begin(id, primary, total, this.now());
    this.logger.log({ msg: 'A rotation of master keys begins.', primary, total });
    return this.rotations.find(id);
  }

  private async counts(): Promise<Counts> {
    return new Map(await Promise.all(this.uses.map(async (use) => [use, await use.counts()] as const)));
  }

  private standingOf(counts: Counts): MasterKeyStanding[] {
    const used = [...counts.values()].flatMap((byKey) => [...byKey.keys()]);
    return [...new Set([...this.keyring.ids, ...used])].map((id) => ({
      id,
      primary: id === this.keyring.primary,
      atHand: this.keyring.has(id),
      counts: Object.fromEntries(
        [...counts].map(([use, byKey]) => [use.name, byKey.get(id) ?? 0]),
      ) as MasterKeyStanding['counts'],
    }));
  }

  private now(): Date {
    return new Date(this.clock.now());
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
