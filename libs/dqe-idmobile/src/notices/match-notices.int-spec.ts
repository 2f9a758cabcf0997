import { AsyncLocalStorage } from 'node:async_hooks';

import { Inject, Injectable, Module, type Provider } from '@nestjs/common';

import { eventually } from '../../../../test/support/eventually.js';
import { type IdmobileApp, optionsFor, startApp } from '../../../../test/support/idmobile-app.js';
import { ShiftedClock } from '../../../../test/support/shifted-clock.js';
import { DqeIdmobileModule } from '../dqe-idmobile.module.js';
import { InMemoryMatchStore } from '../matching/in-memory-match-store.js';
import { MatchingService } from '../matching/matching.service.js';
import type { DqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { type DqeSandbox, SANDBOX_NUMBERS, sandboxErrorNumber, startDqeSandbox } from '../testing/index.js';
import type { MatchNotice, MatchNoticeType } from './match-notice.js';
import { OnMatchConsentRequired, OnMatchExpired, OnMatchSettled } from './on-match.decorators.js';

const IDENTITY = { firstName: 'Camille', lastName: 'Martin', birthDate: '1985-04-12' };
const DIRECT = { number: '0600001001', identity: IDENTITY };
const CONSENT = { number: SANDBOX_NUMBERS.consentAtOnce, identity: IDENTITY, consent: {} };
const SESSION_MS = 300_000;
const FIRST_BACKOFF_MS = 30_000;

/** Shows what it was asked. */
class WatchedStore extends InMemoryMatchStore {
  readonly dropped: string[] = [];
  readonly wanted: (readonly MatchNoticeType[])[] = [];

  override takeNotices(limit: number, types: readonly MatchNoticeType[]) {
    this.wanted.push(types);
    return super.takeNotices(limit, types);
  }

  override dropNotice(id: string) {
    this.dropped.push(id);
    return super.dropNotice(id);
  }
}

let sandbox: DqeSandbox;
let clock: ShiftedClock;
let store: WatchedStore;
const apps: IdmobileApp[] = [];

beforeAll(async () => {
  sandbox = await startDqeSandbox({ pendingTimes: 0, now: () => clock.now() });
});
beforeEach(() => {
  clock = new ShiftedClock();
  store = new WatchedStore(undefined, clock);
  sandbox.reset();
});
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});
afterAll(() => sandbox.close());

@Module({})
class Feature {}

const dqe = (more: Partial<DqeIdmobileOptions> = {}) =>
  DqeIdmobileModule.forRoot({ ...optionsFor(sandbox), store, clock, recoverySweepMs: 10, ...more });

/** An application on the store of this test. */
async function start(providers: Provider[], more: Partial<DqeIdmobileOptions> = {}): Promise<IdmobileApp> {
  const app = await startApp({ module: Feature, imports: [dqe(more)], providers });
  apps.push(app);
  return app;
}

/** Listens to everything; `act` is what it does then. */
@Injectable()
class Ear {
  readonly heard: MatchNotice[] = [];
  act: (notice: MatchNotice) => void | Promise<void> = () => undefined;

  @OnMatchSettled()
  @OnMatchConsentRequired()
  @OnMatchExpired()
  hear(notice: MatchNotice): void | Promise<void> {
    this.heard.push(notice);
    return this.act(notice);
  }

  has(count: number): Promise<MatchNotice[]> {
    return eventually(
      () => Promise.resolve(this.heard),
      ({ length }) => length >= count,
    );
  }
}
const listening = (act?: Ear['act']) => {
  const ear = new Ear();
  if (act !== undefined) ear.act = act;
  return { ear, provider: { provide: Ear, useValue: ear } };
};

/** Something that waits until it is let go. */
class Gate {
  open!: () => void;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

/** Until this many notices are done with. Then nothing is left of them, not even a day later. */
const dropped = async (count: number) => {
  await eventually(
    () => Promise.resolve(store.dropped),
    ({ length }) => length >= count,
  );
  clock.forward(24 * 3_600_000);
  expect(await store.takeNotices(100, ['match.settled', 'match.consent_required', 'match.expired'])).toEqual(
    [],
  );
};
const failing = (message: string, code?: string) => () => {
  throw Object.assign(new Error(message), { code });
};

describe('a handler', () => {
  it('is told how a match ended, once', async () => {
    const { ear, provider } = listening();
    const { matching } = await start([provider]);
    const { matchId } = await matching.match(DIRECT);
    expect(await ear.has(1)).toEqual([
      {
        ...{ id: expect.stringMatching(/-7/), type: 'match.settled', matchId, at: expect.any(Date) },
        ...{ status: 'scored', verdict: 'match', errorId: null, operator: null, expiresAt: null },
      },
    ]);
    const stored = store.get(matchId)!.change!;
    expect(ear.heard[0]!.at).toEqual(stored.at);
    await dropped(1);
    expect(ear.heard).toHaveLength(1);
  });

  it('leaves it to the store what it is told of, if it says so, and nobody else wants all', async () => {
    @Injectable()
    class Choosy {
      @OnMatchSettled({ selective: true })
      hear(): void {
        return;
      }
    }
    const alone = await start([Choosy]);
    const { matchId } = await alone.matching.match(DIRECT);
    expect(store.get(matchId)!.change).toMatchObject({ notice: { matchId }, selective: true });

    const { ear, provider } = listening();
    const { matching } = await start([Choosy, provider]);
    const { matchId: another } = await matching.match(DIRECT);
    expect(store.get(another)!.change).toMatchObject({ notice: { matchId: another } });
    expect(store.get(another)!.change).not.toHaveProperty('selective');
    await ear.has(1);
  });

  it('is told of each step of a match with consent', async () => {
    const { ear, provider } = listening();
    const { matching } = await start([provider]);
    const asked = await matching.match(CONSENT);
    if (asked.outcome !== 'consent_required') throw new Error(asked.outcome);
    const { matchId, expiresAt } = asked;
    await ear.has(1);
    const callback = new URL(await sandbox.consent(asked.url, 'refuse'));
    await matching.complete(Object.fromEntries(callback.searchParams));
    expect(await ear.has(2)).toMatchObject([
      { type: 'match.consent_required', matchId, status: 'consent_pending', operator: 'Orange', expiresAt },
      { type: 'match.settled', matchId, status: 'rejected', errorId: '21', operator: 'Orange' },
    ]);
  });

  it('is told of a session that ran out, also where nobody was there to see it', async () => {
    const { matching, close } = await start([], { recoverySweepMs: 0 });
    const { matchId } = await matching.match(CONSENT);
    await close();
    clock.forward(SESSION_MS + 1);
    const { ear, provider } = listening();
    await start([provider], { recoverySweepMs: 0 });
    expect(await ear.has(1)).toMatchObject([
      { type: 'match.expired', matchId, status: 'expired', verdict: null, errorId: null, expiresAt: null },
    ]);
  });

  it.each([
    [sandboxErrorNumber('13'), 'rejected', '13'],
    [SANDBOX_NUMBERS.cutInsideAnswer, 'unknown', 'DQE_CONNECTION_LOST'],
  ])('is told of %s, which ends as %s', async (number, status, errorId) => {
    const { ear, provider } = listening();
    const { matching } = await start([provider]);
    await matching.match({ ...DIRECT, number }).catch(() => undefined);
    expect(await ear.has(1)).toMatchObject([{ type: 'match.settled', status, errorId, verdict: null }]);
  });

  it('is told along with all the others, which share nothing but the notice', async () => {
    const [one, other] = [listening(), listening()];
    const { matching } = await start([one.provider, { provide: 'OTHER', useValue: other.ear }]);
    await matching.match(DIRECT);
    expect(await one.ear.has(1)).toEqual(await other.ear.has(1));
    await dropped(1);
  });

  it('is not in the context of the request that made the match', async () => {
    const context = new AsyncLocalStorage<string>();
    const seen: unknown[] = [];
    const { ear, provider } = listening(() => void seen.push(context.getStore()));
    const { matching } = await start([provider]);
    await context.run('a request', () => matching.match(DIRECT));
    await ear.has(1);
    expect(seen).toEqual([undefined]);
  });
});

describe('what nobody wants to hear', () => {
  @Injectable()
  class OnlyExpired {
    @OnMatchExpired()
    hear(): void {}
  }

  it('is not stored', async () => {
    const { matching } = await start([]);
    const { matchId } = await matching.match(DIRECT);
    expect(store.get(matchId)?.change).toMatchObject({ to: 'scored', notice: null });
    const picky = await start([OnlyExpired]);
    const consent = await picky.matching.match(CONSENT);
    expect(store.get(consent.matchId)?.change).toMatchObject({ to: 'consent_pending', notice: null });
    expect(store.wanted.length).toBeGreaterThan(0);
    for (const types of store.wanted) expect(types).toEqual(['match.expired']);
  });

  it('is left to those who do: a process takes only what it has a handler for', async () => {
    const { ear, provider } = listening(failing('not today'));
    const first = await start([provider]);
    const { matchId } = await first.matching.match(DIRECT);
    await ear.has(1);
    await first.close();
    clock.forward(FIRST_BACKOFF_MS);
    await (await start([OnlyExpired])).close();
    const heir = listening();
    await start([heir.provider]);
    expect(await heir.ear.has(1)).toMatchObject([{ matchId }]);
  });
});

describe('a handler that fails', () => {
  it.each<[string, Ear['act']]>([
    ['throws', failing('Camille Martin', 'SMTP_DOWN')],
    ['rejects', () => Promise.reject(Object.assign(new Error('Camille Martin'), { code: 'SMTP_DOWN' }))],
  ])('is told again later, where it %s; the match is as it is', async (_how, fail) => {
    const { ear, provider } = listening(fail);
    const { matching, log } = await start([provider]);
    const { matchId, outcome } = await matching.match(DIRECT);
    expect(outcome).toBe('scored');
    await ear.has(1);
    ear.act = () => undefined;
    clock.forward(FIRST_BACKOFF_MS);
    const [first, second] = await ear.has(2);
    expect(second).toEqual(first);
    const lines = log.lines.filter((line) => line.includes(matchId));
    expect(lines).toEqual([expect.stringMatching(/^Ear\.hear failed with SMTP_DOWN on match\.settled/)]);
    expect(log.lines.join()).not.toContain('Camille');
    await dropped(1);
    expect(ear.heard).toHaveLength(2);
  });

  it('has those that did not told again, too', async () => {
    const [good, bad] = [listening(), listening(failing('no'))];
    const { matching } = await start([good.provider, { provide: 'BAD', useValue: bad.ear }]);
    await matching.match(DIRECT);
    await bad.ear.has(1);
    bad.ear.act = () => undefined;
    clock.forward(FIRST_BACKOFF_MS);
    await bad.ear.has(2);
    expect(new Set((await good.ear.has(2)).map(({ id }) => id)).size).toBe(1);
  });

  it('is told by the next process where this one is gone, in whatever way', async () => {
    const stuck = new Gate();
    const hanging = listening(() => stuck.opened);
    const { matching } = await start([hanging.provider]);
    await matching.match(DIRECT);
    const [notice] = await hanging.ear.has(1);
    clock.forward(FIRST_BACKOFF_MS);
    const heir = listening();
    await start([heir.provider]);
    expect(await heir.ear.has(1)).toEqual([notice]);
    stuck.open();
  });

  it('holds its place for 25 s at most', async () => {
    const sleep = (ms: number, signal?: AbortSignal) =>
      ms === 25_000 ? Promise.resolve() : clock.sleep(ms, signal);
    const stuck = new Gate();
    const { ear, provider } = listening(() => stuck.opened);
    const { matching, log } = await start([provider], { clock: { now: clock.now, sleep } });
    for (let i = 0; i < 10; i += 1) await matching.match(DIRECT);
    await ear.has(10);
    await eventually(
      () => Promise.resolve(log.lines.filter((line) => line.includes('Ear.hear did not finish in time'))),
      ({ length }) => length === 10,
    );
    stuck.open();
  });
});

describe('a match', () => {
  it('waits for no handler, and no more than eight are at work', async () => {
    const stuck = new Gate();
    const { ear, provider } = listening(() => stuck.opened);
    const { matching } = await start([provider]);
    for (let i = 0; i < 12; i += 1) {
      expect(await matching.match(DIRECT)).toMatchObject({ outcome: 'scored' });
    }
    expect(await ear.has(8)).toHaveLength(8);
    stuck.open();
    expect(new Set((await ear.has(12)).map(({ matchId }) => matchId)).size).toBe(12);
    await dropped(12);
  });

  it('does not fail where notices cannot be taken, and they are taken once they can', async () => {
    const take = store.takeNotices.bind(store);
    const broken = () => Promise.reject(Object.assign(new Error('at db.internal'), { code: 'ECONNREFUSED' }));
    Object.assign(store, { takeNotices: broken });
    const { ear, provider } = listening();
    const { matching, log } = await start([provider]);
    expect(await matching.match(DIRECT)).toMatchObject({ outcome: 'scored' });
    await eventually(
      () => Promise.resolve(log.lines.join('\n')),
      (text) => text.includes('Notices could not be taken from the store: ECONNREFUSED.'),
    );
    expect(log.lines.join()).not.toContain('db.internal');
    expect(ear.heard).toEqual([]);
    Object.assign(store, { takeNotices: take });
    await ear.has(1);
  });

  it('does not fail where a notice cannot be dropped: it is told again', async () => {
    const drop = store.dropNotice.bind(store);
    Object.assign(store, { dropNotice: () => Promise.reject(new Error('read only')) });
    const { ear, provider } = listening();
    const { matching, log } = await start([provider]);
    await matching.match(DIRECT);
    await eventually(
      () => Promise.resolve(log.lines.join('\n')),
      (text) => text.includes('was delivered and comes again'),
    );
    Object.assign(store, { dropNotice: drop });
    clock.forward(FIRST_BACKOFF_MS);
    const [first, second] = await ear.has(2);
    expect(second).toEqual(first);
    await dropped(1);
  });
});

describe('the end of the application', () => {
  it('waits for the handlers at work, and their notices are done with', async () => {
    const stuck = new Gate();
    const { ear, provider } = listening(() => stuck.opened);
    const { matching, close } = await start([provider]);
    await matching.match(DIRECT);
    await ear.has(1);
    let closed = false;
    const closing = close().then(() => (closed = true));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(closed).toBe(false);
    stuck.open();
    await closing;
    await dropped(1);
  });

  it('does not wait for ever; what is not done by then comes again', async () => {
    const sleep = (ms: number, signal?: AbortSignal) =>
      ms === 5_000 ? Promise.resolve() : clock.sleep(ms, signal);
    const { ear, provider } = listening(() => new Promise(() => undefined));
    const { matching, close, log } = await start([provider], { clock: { now: clock.now, sleep } });
    await matching.match(DIRECT);
    const [notice] = await ear.has(1);
    await close();
    await eventually(
      () => Promise.resolve(log.lines.join('\n')),
      (text) => text.includes('Ear.hear did not finish in time'),
    );
    clock.forward(FIRST_BACKOFF_MS);
    const heir = listening();
    await start([heir.provider]);
    expect(await heir.ear.has(1)).toEqual([notice]);
  });

  it('takes nothing new, and leaves it to the next process', async () => {
    const { ear, provider } = listening();
    const { matching, close } = await start([provider]);
    await close();
    const before = store.wanted.length;
    await matching.match(DIRECT).catch(() => undefined); // its connections are closed
    expect(store.wanted).toHaveLength(before);
    expect(ear.heard).toEqual([]);
    const heir = listening();
    await start([heir.provider]);
    expect(await heir.ear.has(1)).toMatchObject([{ status: 'rejected', errorId: 'DQE_UNREACHABLE' }]);
  });
});

describe('two modules in one application', () => {
  it('have their handlers in common: each is told of the matches of both, once', async () => {
    @Injectable()
    class Onboarding {
      constructor(@Inject(MatchingService) readonly matching: MatchingService) {}
    }
    @Injectable()
    class OtherOnboarding extends Onboarding {}
    @Module({ imports: [dqe()], providers: [Onboarding] })
    class One {}
    @Module({ imports: [dqe({ store: new InMemoryMatchStore() })], providers: [OtherOnboarding] })
    class Other {}
    const { ear, provider } = listening();
    const app = await startApp({ module: Feature, imports: [One, Other], providers: [provider] });
    apps.push(app);
    const services = [app.app.get(Onboarding), app.app.get(OtherOnboarding)].map(({ matching }) => matching);
    expect(new Set(services).size).toBe(2);
    const matches = await Promise.all(services.map((matching) => matching.match(DIRECT)));
    const heard = await ear.has(2);
    expect(heard.map(({ matchId }) => matchId).sort()).toEqual(matches.map(({ matchId }) => matchId).sort());
    await dropped(1);
  });
});
