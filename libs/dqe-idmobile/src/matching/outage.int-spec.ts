import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Agent } from 'undici';

import { HurriedClock } from '../../../../test/support/dqe-calls.js';
import { startApp } from '../../../../test/support/idmobile-app.js';
import { DqeIdmobileModule } from '../dqe-idmobile.module.js';
import { DqeIdmobileMonitor } from '../monitor/dqe-idmobile-monitor.js';
import type { DqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { InMemoryMatchStore } from './in-memory-match-store.js';

const MATCHES = 1_000;
const OFF = { circuitBreaker: false, concurrency: false } as const;

/** A port on which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Makes a thousand matches against a server that is not there. @returns how often it was called, per match */
async function callsPerMatch(more: Partial<DqeIdmobileOptions>, atOnce: boolean): Promise<number> {
  const store = new InMemoryMatchStore();
  let calls = 0;
  const agent = new Agent();
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    calls += 1;
    return dispatch(options, handler);
  });
  const { app, matching, close } = await startApp(
    DqeIdmobileModule.forRoot({
      ...{ licence: 'L', clientSecret: 'S', partnerName: 'P', recoverySweepMs: 0, store },
      baseUrl: `http://127.0.0.1:${await deadPort()}`,
      redirectUri: 'https://www.partner.example/callback',
      clock: new HurriedClock(),
      dispatcher,
      ...more,
    }),
  );
  const match = () =>
    matching.match({ number: '0612345678', identity: { lastName: 'Essai' }, consent: {} }).then(
      () => 'answered',
      (error: unknown) => (error as { code: string }).code,
    );
  const codes: string[] = [];
  if (atOnce) codes.push(...(await Promise.all(Array.from({ length: MATCHES }, match))));
  else for (let i = 0; i < MATCHES; i += 1) codes.push(await match());
  const attempts = app.get(DqeIdmobileMonitor, { strict: false }).snapshot();
  expect(attempts).toMatchObject({ inFlight: 0, queued: 0 });
  expect(codes.every((code) => ['DQE_UNREACHABLE', 'DQE_CIRCUIT_OPEN', 'DQE_BUSY'].includes(code))).toBe(
    true,
  );
  await close();
  await agent.close();
  return calls / MATCHES;
}

describe('with DQE down, a thousand matches make so many calls each:', () => {
  /** Measured, and not to get worse (docs/decisions/0007). */
  it.each<[string, Partial<DqeIdmobileOptions>, boolean, number]>([
    ['one after the other, everything on', {}, false, 0.02],
    ['all at once, everything on', {}, true, 0.07],
    ['one after the other, without breaker and limit', OFF, false, 1.04],
    ['all at once, without breaker and limit', OFF, true, 1.04],
  ])('%s', async (_name, options, atOnce, most) => {
    const calls = await callsPerMatch(options, atOnce);
    expect(calls).toBeGreaterThan(0);
    expect(calls).toBeLessThanOrEqual(most);
  });

  it('exactly one, where retries are off', async () => {
    expect(await callsPerMatch({ ...OFF, retries: false }, false)).toBe(1);
  });

  it('three, where there is no budget', async () => {
    expect(await callsPerMatch({ ...OFF, retries: { budgetRatio: false } }, false)).toBe(3);
  });
});
