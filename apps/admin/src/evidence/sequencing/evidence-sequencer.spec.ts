import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { StoreDamagedError } from 'transparency-log';
import type { PrismaDatabase } from '../../persistence/prisma-database.js';
import type { CheckpointMirrors } from '../mirrors/checkpoint-mirrors.js';
import { EvidenceSequencer } from './evidence-sequencer.js';
import { EvidenceStatus } from './evidence-status.js';
import type { PrismaRounds, Round } from './prisma-rounds.js';
import type { PrismaSequencerAlarms } from './prisma-sequencer-alarms.js';
import { HeadRefusedError } from './signed-head.js';

const integrated = (size: number, full = false, untold = 0): Round => ({
  ...{ outcome: 'integrated', full, untold, published: { size, note: `note ${size}` } },
});

const STOPPED = -1;

/** A queue whose rounds go as they are told. */
function started({ exclusive = false } = {}) {
  const queue = {
    waiting: null as number | null,
    answer: (): Promise<Round> => Promise.resolve({ outcome: 'idle' }),
  };
  const taken: number[] = [];
  const rounds = {
    waiting: () => Promise.resolve(queue.waiting),
    run: (most: number) => {
      taken.push(most);
      return queue.answer();
    },
  } as unknown as PrismaRounds;
  const offered: number[] = [];
  const mirrors = {
    offer: ({ size }: { size: number }) => offered.push(size),
    stop: () => Promise.resolve(void offered.push(STOPPED)),
  } as unknown as CheckpointMirrors;
  const status = new EvidenceStatus();
  const raised: string[] = [];
  const alarms = {
    raise: (code: string) => Promise.resolve(void raised.push(code)),
  } as unknown as PrismaSequencerAlarms;
  const database = { exclusive } as PrismaDatabase;
  const sequencer = new EvidenceSequencer(rounds, database, mirrors, status, alarms);
  return { queue, taken, offered, raised, status, sequencer };
}

beforeEach(() => {
  jest.useFakeTimers();
  Logger.overrideLogger(false);
});
afterEach(() => jest.useRealTimers());
const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('the sequencer', () => {
  it('begins with a round, and then looks every half second and has one only where something waits', async () => {
    const { queue, taken, offered, status, sequencer } = started();
    queue.answer = () => Promise.resolve(integrated(1));
    sequencer.onApplicationBootstrap();
    await pass(5_000);
    expect([taken, offered, status.size]).toEqual([[1_000], [1], 1]);
    queue.waiting = 0.2;
    queue.answer = () => Promise.resolve(integrated(2));
    await pass(500);
    expect(offered.at(-1)).toBe(2);
    await sequencer.onModuleDestroy();
  });

  it('goes on at once where there may be more; on the embedded database in small rounds, with a breath', async () => {
    for (const [exclusive, batch, rounds] of [
      [false, 1_000, 50],
      [true, 500, 3],
    ] as const) {
      const { queue, taken, sequencer } = started({ exclusive });
      queue.waiting = 1;
      queue.answer = () => Promise.resolve(integrated(taken.length, taken.length < 50));
      sequencer.onApplicationBootstrap();
      await pass(exclusive ? 45 : 0);
      expect([taken[0], taken.length]).toEqual([batch, rounds]);
      const stopped = sequencer.onModuleDestroy();
      await pass(100);
      await stopped;
    }
  });

  it('lives on while the database is away, looks less and less often, and is back within seconds', async () => {
    const { queue, taken, offered, status, sequencer } = started();
    queue.waiting = 3;
    queue.answer = () => Promise.reject(new Error('away'));
    sequencer.onApplicationBootstrap();
    await pass(60_000);
    expect([status.failure, status.rounds.failed]).toEqual(['database', taken.length]);
    expect(taken.length).toBeLessThan(15);
    expect(status.behindSeconds).toBeGreaterThan(0);
    queue.answer = () => Promise.resolve(integrated(9));
    await pass(8_000);
    expect([offered[0], status.failure]).toEqual([9, null]);
    await sequencer.onModuleDestroy();
  });

  it.each([
    [new StoreDamagedError('they do not give the root'), 'TLOG_STORE_DAMAGED'],
    [new HeadRefusedError('checkpoint_not_signed'), 'checkpoint_not_signed'],
  ])('says what is wrong with the log by its code, and raises the alarm once: %s', async (error, code) => {
    const { queue, raised, status, sequencer } = started();
    queue.answer = () => Promise.reject(error);
    sequencer.onApplicationBootstrap();
    await pass(60_000);
    expect(status.rounds.failed).toBeGreaterThan(3);
    expect([status.failure, status.refused, raised]).toEqual([code, true, [code]]);
    queue.answer = () => Promise.resolve(integrated(2));
    await pass(8_000);
    expect([status.failure, status.refused]).toEqual([null, false]);
    queue.answer = () => Promise.reject(error);
    queue.waiting = 1;
    await pass(8_000);
    expect(raised).toEqual([code, code]);
    await sequencer.onModuleDestroy();
  });

  it('counts what another instance did, and keeps saying how long the first has waited', async () => {
    const { queue, status, sequencer } = started();
    queue.waiting = 61;
    queue.answer = () => Promise.resolve({ outcome: 'elsewhere' });
    sequencer.onApplicationBootstrap();
    await pass(0);
    expect(status.rounds).toEqual({ integrated: 0, elsewhere: 1, failed: 0 });
    expect(status.behindSeconds).toBeGreaterThanOrEqual(61);
    await sequencer.onModuleDestroy();
  });

  it('stops with the service, after one last round; a round that hangs holds up the end for seconds only', async () => {
    const { queue, taken, offered, sequencer } = started();
    sequencer.onApplicationBootstrap();
    await pass(0);
    await sequencer.onModuleDestroy();
    await pass(60_000);
    expect(taken).toHaveLength(1);
    queue.waiting = 0.1;
    queue.answer = () => Promise.resolve(integrated(4));
    await sequencer.onApplicationShutdown();
    expect(offered).toEqual([4, STOPPED]);
    queue.answer = () => new Promise(() => undefined);
    const end = sequencer.onApplicationShutdown();
    await pass(2_000);
    await end;
  });

  it('waits while it is paused', async () => {
    const { queue, taken, sequencer } = started();
    sequencer.onApplicationBootstrap();
    await pass(0);
    sequencer.pause();
    queue.waiting = 1;
    await pass(30_000);
    expect(taken).toHaveLength(1);
    sequencer.resume();
    await pass(0);
    expect(taken).toHaveLength(2);
    await sequencer.onModuleDestroy();
  });
});
