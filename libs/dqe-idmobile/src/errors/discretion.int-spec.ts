import { inspect } from 'node:util';

import { type Bench, startBench } from '../../../../test/support/idmobile-app.js';
import type { DqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { SANDBOX_NUMBERS, sandboxErrorNumber } from '../testing/index.js';
import type { DqeSandboxOptions } from '../testing/index.js';

/** Everything that must not leak, each unmistakable. */
const SECRETS = {
  ...{ licence: 'Zz1Licence', clientSecret: 'Zz2Secret', partnerName: 'Zz3Partner', codeName: 'Zz4Code' },
};
const IDENTITY = {
  ...{ firstName: 'Zz5First', lastName: 'Zz6Last', maidenName: 'Zz7Maiden', birthDate: '1971-07-17' },
  ...{ email: 'zz8@example.com', phone: '0698765432', streetAddress: 'Zz9 Street', locality: 'Zz10 Town' },
};
const MARKERS = [
  ...Object.values(SECRETS),
  ...Object.values(IDENTITY),
  // The test numbers in any form, tokens, and what a URL or a body is made of.
  ...['6000000', '6000001', '6000002', 'user_infos', '127.0.0.1'],
  /TOK[0-9A-F]{8}/,
];

/** All that a logger, a serializer or a debugger could show. */
const shown = (error: unknown) =>
  [
    ...[inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error), String(error)],
    ...[(error as Error).stack ?? '', inspect((error as Error).cause, { depth: 10, showHidden: true })],
  ].join('\n');

let bench: Bench;
const start = async (more: Partial<DqeIdmobileOptions> = {}, sandbox: DqeSandboxOptions = {}) =>
  (bench = await startBench(
    { ...SECRETS, timeoutMs: 200, ...more },
    { ...SECRETS, slowMs: 1_000, ...sandbox },
  ));
afterEach(() => bench.close());

function expectDiscreet(text: string): void {
  for (const marker of MARKERS) expect(text).not.toMatch(marker);
}

const FAILING = (
  [
    'cutBeforeAnswer',
    'cutInsideAnswer',
    'malformedJson',
    'wrongShape',
    'htmlError',
    'tooManyRequests',
  ] as const
).concat('neverAnswers' as never, 'scoreNotANumber' as never, 'hugeBody' as never, 'redirected' as never);

describe.each(['GET', 'POST'] as const)(
  'a match by %s that fails, says nothing of secrets and persons',
  (httpMethod) => {
    it.each(FAILING)('because of %s', async (name) => {
      await start({ httpMethod });
      const error: unknown = await bench.matching
        .match({ number: SANDBOX_NUMBERS[name], identity: IDENTITY })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: expect.stringMatching(/^DQE_/) });
      expectDiscreet(shown(error));
      expectDiscreet(bench.log.lines.join('\n'));
    });

    it('because nobody answers', async () => {
      await start({ httpMethod });
      await bench.sandbox.close();
      const error: unknown = await bench.matching
        .match({ number: SANDBOX_NUMBERS.slow, identity: IDENTITY })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'DQE_UNREACHABLE' });
      expectDiscreet(shown(error));
    });

    it('because the token is refused', async () => {
      await start({ httpMethod, clientSecret: 'Zz2SecretToo' }, { tokenErrors: 'http400' });
      const error: unknown = await bench.matching
        .match({ number: SANDBOX_NUMBERS.slow, identity: IDENTITY })
        .catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'DQE_TOKEN_REFUSED' });
      expectDiscreet(shown(error));
    });
  },
);

it('a rejected match holds the words of DQE, and none of ours', async () => {
  await start();
  const result = await bench.matching.match({ number: sandboxErrorNumber('13'), identity: IDENTITY });
  expectDiscreet(JSON.stringify(result));
});

it('the timeline of a match holds no personal data, no token and no URL', async () => {
  await start({ pendingBackoffMs: { first: 1, longest: 1 } });
  const request = { number: SANDBOX_NUMBERS.consentAtOnce, identity: IDENTITY, consent: {} };
  const result = await bench.matching.match(request);
  if (result.outcome !== 'consent_required') throw new Error(result.outcome);
  const callback = new URL(await bench.sandbox.consent(result.url, 'agree'));
  await bench.matching.complete(Object.fromEntries(callback.searchParams));
  const events = bench.store.get(result.matchId)?.events ?? [];
  expect(events.at(-1)).toMatchObject({ type: 'settled' });
  expectDiscreet(JSON.stringify(events));
  expect(JSON.stringify(events)).not.toContain('http');
  expectDiscreet(bench.log.lines.join('\n'));
});

it('a refused input is refused without being repeated', async () => {
  await start();
  const identity = {
    ...IDENTITY,
    email: 'Zz6Last',
    birthDate: 'Zz6Last',
    gender: 'Zz6Last' as 'F',
    phone: 'Zz6Last',
  };
  const error: unknown = await bench.matching.match({ number: 'Zz6Last', identity }).catch((e: unknown) => e);
  expect(error).toMatchObject({ code: 'DQE_INPUT_INVALID' });
  expectDiscreet(shown(error));
});
