import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { MasterKeyring } from 'sealed-fields';
import { ShiftedClock } from '../../../../test/support/shifted-clock.js';
import { ConfigurationError } from '../config/configuration.error.js';
import type { JobQueue } from '../jobs/job-queue.js';
import type { MasterKeyUse } from '../sealing/master-key-use.js';
import { MasterKeysService, type RotationJob } from './master-keys.service.js';
import { masterKeysViewOf } from './master-keys.view.js';
import type { KeyRotationRecord, PrismaKeyRotations } from './prisma-key-rotations.js';

const KEYRING = new MasterKeyring(['k2', 'k1'].map((id) => ({ id, key: randomBytes(32) })));
const NEVER = new AbortController().signal;

beforeAll(() => {
  Logger.overrideLogger(false);
});

class Rotations {
  readonly all: KeyRotationRecord[] = [];
  begin(id: string, primaryKeyId: string, total: number, at: Date) {
    const times = { startedAt: at, updatedAt: at, endedAt: null };
    this.all.unshift({ id, primaryKeyId, total, ...times, moved: 0, refused: 0 });
    return Promise.resolve();
  }
  find = (id: string) => Promise.resolve(this.all.find((one) => one.id === id) ?? null);
  latest = () => Promise.resolve(this.all[0] ?? null);
  progress = (id: string, { moved, refused }: { moved: number; refused: number }) =>
    this.change(id, (one) => ({ ...one, moved: one.moved + moved, refused }));
  end = (id: string, at: Date) => this.change(id, (one) => ({ ...one, endedAt: at }));

  private change(id: string, by: (one: KeyRotationRecord) => KeyRotationRecord) {
    const at = this.all.findIndex((one) => one.id === id);
    this.all[at] = by(this.all[at]!);
    return Promise.resolve();
  }
}

/** What `move` moves is under the primary afterwards; `stuck` cannot be opened. */
function aUse(name: MasterKeyUse['name'], counts: Record<string, number>, stuck = 0): MasterKeyUse {
  const now = new Map(Object.entries(counts));
  return {
    ...{ name, temporary: name === 'earlierMatches' },
    counts: () => Promise.resolve(now),
    move: async ({ signal, onBatch }) => {
      signal.throwIfAborted();
      const moved = (now.get('k1') ?? 0) - stuck;
      now.set('k2', (now.get('k2') ?? 0) + moved);
      now.set('k1', stuck);
      await onBatch({ moved, refused: stuck });
    },
  };
}

function service(...uses: MasterKeyUse[]) {
  const rotations = new Rotations();
  const sent: RotationJob[] = [];
  const jobs = {
    send: (_: string, more: { data: RotationJob }[]) =>
      Promise.resolve(void sent.push(...more.map(({ data }) => data))),
  };
  const clock = new ShiftedClock();
  const made = new MasterKeysService(
    uses,
    KEYRING,
    rotations as unknown as PrismaKeyRotations,
    jobs as unknown as JobQueue,
    clock,
  );
  return { made, rotations, sent, clock };
}
const viewOf = async ({ made }: ReturnType<typeof service>) => masterKeysViewOf(await made.standing());

describe('master keys', () => {
  it('are told apart by what each protects', async () => {
    const view = await viewOf(service(aUse('dataKeys', { k1: 3, k2: 1 }), aUse('webhooks', { k1: 2 })));
    expect(view).toMatchObject({
      primary: 'k2',
      keys: [
        { id: 'k2', primary: true, dataKeys: 1, webhooks: 0, mayRetire: false },
        { id: 'k1', primary: false, dataKeys: 3, webhooks: 2, mayRetire: false },
      ],
      rotation: null,
    });
  });

  it('may retire when nothing at all is left under them: not while a webhook is', async () => {
    const one = service(aUse('dataKeys', { k2: 4 }), aUse('webhooks', { k1: 1 }));
    expect((await viewOf(one)).keys[1]).toMatchObject({ id: 'k1', mayRetire: false });
    await one.made.run({}, NEVER);
    expect((await viewOf(one)).keys[1]).toMatchObject({ id: 'k1', mayRetire: true });
  });

  it('that are missing keep the service from starting, by name', async () => {
    const { made } = service(aUse('dataKeys', { k1: 1, gone: 3 }), aUse('webhooks', { gone: 2 }));
    const refusal = made.refuseMissing();
    await expect(refusal).rejects.toThrow(ConfigurationError);
    await expect(refusal).rejects.toThrow(/MASTER_KEYS.*the key gone, which 5 stored value/s);
    await expect(service(aUse('dataKeys', { k1: 1, '?': 1 })).made.refuseMissing()).resolves.toBeUndefined();
  });
});

describe('a rotation', () => {
  it('moves everything and says how far it is', async () => {
    const one = service(aUse('dataKeys', { k1: 3, k2: 9 }), aUse('webhooks', { k1: 2 }));
    await one.made.run({}, NEVER);
    expect(one.rotations.all).toMatchObject([
      { primaryKeyId: 'k2', total: 5, moved: 5, refused: 0, endedAt: expect.any(Date) as Date },
    ]);
  });

  it('does not begin where there is nothing to move; what an earlier release left is, under any key', async () => {
    const done = service(aUse('dataKeys', { k2: 9 }));
    await done.made.run({}, NEVER);
    expect(done.rotations.all).toEqual([]);
    const left = service(aUse('earlierMatches', { k2: 9 }));
    await left.made.run({}, NEVER);
    expect(left.rotations.all).toMatchObject([{ total: 9 }]);
  });

  it('that is stopped is gone on with by the next job', async () => {
    const one = service(aUse('dataKeys', { k1: 3 }));
    await one.made.run({}, AbortSignal.abort());
    expect([one.rotations.all[0]?.endedAt, one.sent]).toEqual([
      null,
      [{ rotationId: one.rotations.all[0]?.id }],
    ]);
    await one.made.run(one.sent[0]!, NEVER);
    expect(one.rotations.all).toMatchObject([{ moved: 3, endedAt: expect.any(Date) as Date }]);
  });

  it('tells what could not be opened, and keeps the key from retiring', async () => {
    const one = service(aUse('dataKeys', { k1: 3 }, 1));
    await one.made.run({}, NEVER);
    expect(one.rotations.all).toMatchObject([{ moved: 2, refused: 1 }]);
    expect((await viewOf(one)).keys[1]).toMatchObject({ dataKeys: 1, mayRetire: false });
  });

  it('is left to whoever was started later with another primary', async () => {
    const one = service(aUse('dataKeys', { k1: 3 }));
    one.clock.forward(1_000);
    await one.rotations.begin('younger', 'k3', 3, new Date(one.clock.now()));
    await one.made.run({}, NEVER);
    await one.made.run({ rotationId: 'younger' }, NEVER);
    expect(one.rotations.all).toMatchObject([{ id: 'younger', moved: 0, endedAt: null }]);
  });
});
