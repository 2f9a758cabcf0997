import { sandboxLoadNumber } from 'nestjs-dqe-idmobile/testing';
import type { AdminEnvironment } from '../support/admin-environment.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { Caller } from './call.js';
import { FaultyWay } from './faulty-way.js';
import { Life } from './killable-service.js';
import { keepResult } from './run-settings.js';
import { stage } from './stage.js';

const MATCHES = 1_000;
const CALLERS = 16;
const SAMPLES = 200;

describe('DQE down', () => {
  let database: TestDatabase;
  let environment: AdminEnvironment;
  let way: FaultyWay;
  let life: Life;
  let url: string;
  let made = 0;
  const caller = new Caller();
  const figures: Record<string, number> = {};

  beforeAll(async () => {
    database = await testDatabase();
    way = await FaultyWay.to(() => 9);
    ({ environment } = await stage(database, { DQE_BASE_URL: `http://127.0.0.1:${way.port}` }));
    way.resetConnections();
    life = new Life(environment.env, null);
    url = (await life.listening)!;
  });
  afterAll(async () => {
    keepResult('dqe-down', figures);
    caller.close();
    life.signal('SIGKILL');
    await life.ended;
    await environment.dispose();
    await way.close();
    await database.drop();
  });

  const match = async (): Promise<string> => {
    const number = sandboxLoadNumber('scores', (made += 1));
    const reply = await caller.call('POST', `${url}/api/v1/matches`, {
      number,
      identity: { lastName: 'Essai' },
    });
    return `${reply?.status} ${reply?.body?.code}`;
  };
  /** Matches until `until` says stop. */
  const load = async (until: () => boolean): Promise<Set<string>> => {
    const heard = new Set<string>();
    const work = async () => {
      while (!until()) heard.add(await match());
    };
    await Promise.all(Array.from({ length: CALLERS }, work));
    return heard;
  };
  /** Milliseconds of each call. */
  const timed = async (call: () => Promise<unknown>): Promise<number[]> => {
    const took: number[] = [];
    for (let i = 0; i < SAMPLES; i += 1) {
      const began = performance.now();
      await call();
      took.push(performance.now() - began);
    }
    return took.sort((a, b) => a - b);
  };
  const list = async () => {
    const reply = await caller.call('GET', `${url}/api/v1/matches`);
    expect(reply?.status).toBe(200);
  };
  const middle = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)]!;
  const tenths = (ms: number) => Math.round(ms * 10) / 10;

  it(`a thousand matches call it at most 1.1 times each, and every one is typed and on record`, async () => {
    const heard = await load(() => made >= MATCHES);
    for (const said of heard) {
      expect(said).toMatch(/^(502 dqe_(unreachable|connection_lost)|503 dqe_(circuit_open|busy))$/);
    }
    figures['matches'] = made;
    figures['callsPerMatch'] = way.connections / made;
    expect(way.connections).toBeGreaterThan(0);
    expect(figures['callsPerMatch']).toBeLessThanOrEqual(1.1);
    let [cursor, onRecord] = ['', 0];
    do {
      const reply = await caller.call('GET', `${url}/api/v1/matches?limit=500${cursor}`);
      const { items, nextCursor } = reply!.body as { items: { status: string }[]; nextCursor: string | null };
      onRecord += items.filter(({ status }) => status === 'rejected' || status === 'unknown').length;
      cursor = nextCursor === null ? '' : `&cursor=${nextCursor}`;
    } while (cursor !== '');
    expect(onRecord).toBe(made);
  }, 300_000);

  it('a match is turned away soon, and everything else goes on', async () => {
    await timed(list); // warm
    const alone = await timed(list);
    const away = await timed(match);
    let done = false;
    const matches = load(() => done);
    const before = made;
    const began = performance.now();
    const under = await timed(list);
    done = true;
    await matches;
    figures['turnedAwayMs'] = tenths(middle(away));
    figures['turnedAwayP99Ms'] = tenths(away[Math.floor(away.length * 0.99)]!);
    figures['listMs'] = tenths(middle(alone));
    figures['listUnderLoadMs'] = tenths(middle(under));
    figures['turnedAwayPerSecond'] = Math.round(((made - before) / (performance.now() - began)) * 1000);
    // Generous: what is measured is for the report, and a slow machine is no fault of ours.
    expect(middle(away)).toBeLessThan(1_000);
    expect(middle(under)).toBeLessThan(5_000);
    const ready = await caller.call('GET', `${url}/health/ready`);
    expect([ready?.status, ready?.body.details.dqe.circuitBreaker]).toEqual([
      200,
      expect.stringMatching(/open/),
    ]);
  }, 300_000);
});
