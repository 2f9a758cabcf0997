import { createHash, randomUUID } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import type { MatchChange, StrandedMatch } from 'nestjs-dqe-idmobile';
import { matchesOn } from '../../../../test/support/matches-on.js';
import { testDatabase, type TestDatabase } from '../../../../test/support/database.js';
import type { PrismaMatchStore } from '../matches/prisma-match-store.js';
import type { PrismaDatabase } from './prisma-database.js';
import { LEASE_SECONDS, PrismaInstanceLease } from './prisma-instance-lease.js';

const NOW = new Date();
const LATER = new Date(NOW.getTime() + 300_000);

/** Its clock is ours to set. */
class TestLease extends PrismaInstanceLease {
  private ahead = 0;

  /** Lives on for a while, or is suspended for as long. */
  async pass(seconds: number): Promise<void> {
    this.ahead += seconds * 1_000;
    await this.renew();
  }

  protected override now(): number {
    return super.now() + this.ahead;
  }
}

/** One running service, as far as the database knows. */
interface Instance {
  readonly lease: TestLease;
  readonly store: PrismaMatchStore;
}

describe('the lease of an instance', () => {
  let place: TestDatabase;
  let database: Database;
  const started: Instance[] = [];

  beforeAll(async () => {
    place = await testDatabase();
    database = await place.open();
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map(({ lease }) => lease.onApplicationShutdown()));
  });
  afterAll(() => place.drop());

  const begun = async (): Promise<Instance> => {
    const prisma = { client: database.client } as PrismaDatabase;
    const lease = new TestLease(prisma);
    await lease.onModuleInit();
    const made = { lease, store: matchesOn(database, { lease }).store };
    started.push(made);
    return made;
  };
  /** One that has run for a while. */
  const instance = async (): Promise<Instance> => {
    const made = await begun();
    for (let seconds = 0; seconds < LEASE_SECONDS; seconds += 5) await made.lease.pass(5);
    return made;
  };
  const opened = async ({ store }: Instance) => {
    const id = randomUUID();
    await store.open({
      ...{ id, createdAt: NOW, number: '+33612345678', country: 'FR', identity: {}, consentOffered: true },
      ...{ codeName: null, purpose: null, reference: null, returnUrl: null, context: undefined, events: [] },
    });
    return id;
  };
  const retrieving = async (owner: Instance) => {
    const id = await opened(owner);
    const stateHash = createHash('sha256').update(id).digest('hex');
    const session = { stateHash, token: 'T', tokenHash: stateHash, openedAt: NOW, expiresAt: LATER };
    const consent = { ...session, url: 'https://o.example/' };
    const change: MatchChange = {
      ...{ matchId: id, from: 'requested', to: 'consent_pending', at: NOW, operator: 'Orange', events: [] },
      consent,
      notice: null,
    };
    await owner.store.advance(change);
    expect(await owner.store.claim(stateHash, NOW, [])).toMatchObject({ claimed: true });
    return id;
  };
  /** As if its process had stopped saying that it lives. */
  const silent = ({ lease }: Instance, seconds: number) =>
    database.client.$executeRaw`UPDATE instances
      SET heartbeat_at = now() - make_interval(secs => ${seconds}) WHERE id = ${lease.id}::uuid`;
  const idOf = (found: StrandedMatch) => (found.need === 'interrupted' ? found.match.matchId : found.matchId);
  const found = async ({ store }: Instance) =>
    (await store.stranded(NOW)).map((each) => [each.need, idOf(each)]);

  it('keeps others away from what a live process has begun, however long it takes', async () => {
    const [one, other] = [await instance(), await instance()];
    const ids = [await opened(one), await retrieving(one)];
    await silent(one, LEASE_SECONDS - 5);
    for (const [, id] of await found(other)) expect(ids).not.toContain(id);
  });

  it('is renewed by a sign of life', async () => {
    const [one, other] = [await instance(), await instance()];
    const id = await opened(one);
    await silent(one, LEASE_SECONDS + 1);
    expect(await found(other)).toContainEqual(['abandoned', id]);
    await one.lease.renew();
    expect(await found(other)).not.toContainEqual(['abandoned', id]);
  });

  it('runs out: then what was sent is abandoned, and what was being retrieved is interrupted', async () => {
    const [one, other] = [await instance(), await instance()];
    const [sent, fetching] = [await opened(one), await retrieving(one)];
    await silent(one, LEASE_SECONDS + 1);
    expect(await found(other)).toEqual(
      expect.arrayContaining([
        ['abandoned', sent],
        ['interrupted', fetching],
      ]),
    );
  });

  it('that ran out says nothing to who was not heard itself: after an outage everybody seems to be gone', async () => {
    const [one, other] = [await instance(), await instance()];
    const id = await opened(one);
    await silent(one, LEASE_SECONDS + 1);
    await other.lease.pass(LEASE_SECONDS + 1);
    expect(await found(other)).not.toContainEqual(['abandoned', id]);
    await other.lease.pass(LEASE_SECONDS - 1);
    expect(await found(other)).not.toContainEqual(['abandoned', id]);
    await other.lease.pass(1);
    expect(await found(other)).toContainEqual(['abandoned', id]);
  });

  it('that was given back needs no such patience', async () => {
    const [one, other] = [await instance(), await begun()];
    const id = await opened(one);
    await one.lease.onApplicationShutdown();
    expect(await found(other)).toContainEqual(['abandoned', id]);
  });

  it('that ran out is nothing its owner takes for another’s', async () => {
    const one = await instance();
    const ids = [await opened(one), await retrieving(one)];
    await silent(one, LEASE_SECONDS + 1);
    for (const [, id] of await found(one)) expect(ids).not.toContain(id);
  });

  it('is given back at the end, so that nobody has to wait', async () => {
    const [one, other] = [await instance(), await instance()];
    const id = await opened(one);
    await one.lease.onApplicationShutdown();
    expect(await found(other)).toContainEqual(['abandoned', id]);
  });

  it('passes an interrupted retrieval to one instance only, with all it needs', async () => {
    const dead = await instance();
    const heirs = await Promise.all(Array.from({ length: 5 }, instance));
    const id = await retrieving(dead);
    await dead.lease.onApplicationShutdown();
    const all = (await Promise.all(heirs.map(({ store }) => store.stranded(NOW)))).flat();
    expect(all.filter((each) => idOf(each) === id)).toEqual([
      {
        need: 'interrupted',
        match: { matchId: id, operator: 'Orange', token: 'T', expiresAt: LATER, returnUrl: null },
      },
    ]);
  });
});
