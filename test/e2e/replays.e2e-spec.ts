import fc from 'fast-check';
import { sandboxConsentErrorNumber, SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';

const SHOP = 'https://shop.example';
const { consentAtOnce, consentPendingThrice, consentNothingAvailable } = SANDBOX_NUMBERS;

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({ env: { RETURN_URL_ORIGINS: SHOP } });
});
afterAll(() => service.close());

/** A customer who has decided, and is about to come back. */
interface Arrival {
  readonly id: string;
  readonly path: string;
  readonly returns: boolean;
}
type Answer = Awaited<ReturnType<AdminService['get']>>;

async function decided(
  number: string,
  decision: 'agree' | 'refuse' = 'agree',
  returns = true,
): Promise<Arrival> {
  const consent = returns ? { returnUrl: `${SHOP}/done` } : {};
  const { body } = await service.match(claim(number, { consent }));
  return { id: body.id, path: await service.decide(body.consent.url, decision), returns };
}

/** How the match stands, as a browser was told: by the address it was sent to, or by a page. */
function told({ status, headers, text }: Answer, { id, returns }: Arrival): string {
  expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
  if (!returns) {
    expect(status).toBe(200);
    return text.includes('<h1>It is done</h1>') ? 'ended' : 'retrieving';
  }
  expect(status).toBe(303);
  const { origin, searchParams } = new URL(headers['location']!);
  expect([origin, searchParams.get('matchId')]).toEqual([SHOP, id]);
  return searchParams.get('status')!;
}
const received = async (id: string) =>
  (await service.events(id)).filter(({ type }) => type === 'callback_received').map(({ data }) => data);
const settled = async (id: string) => (await service.events(id)).filter(({ type }) => type === 'settled');
const retrievals = ({ path }: Arrival) => {
  const token = new URL(path, service.url).searchParams.get('token');
  return service.sandbox.requests.filter((sent) => sent.path === '/GET/' && sent.params['token'] === token);
};

/** How each match ends, and how often DQE is asked for that. */
const PLAN = [
  ...[[consentAtOnce, 'agree', 'scored', 1] as const, [consentAtOnce, 'refuse', 'rejected', 1] as const],
  ...[[consentNothingAvailable, 'agree', 'scored', 1] as const],
  ...[[consentPendingThrice, 'agree', 'scored', 4] as const],
  ...[[sandboxConsentErrorNumber('18'), 'agree', 'rejected', 1] as const],
];
const ROUNDS = 4; // 20 matches
const LANES = 6;

it.each([1, 2])(
  'every callback comes three times, in any order, and each match ends once: seed %i',
  async (seed) => {
    const arrivals = await Promise.all(
      Array.from({ length: ROUNDS }, (_, round) =>
        PLAN.map(async ([number, decision, status, asked]) => ({
          ...(await decided(number, decision, round % 2 === 0)),
          ...{ status, asked },
        })),
      ).flat(),
    );
    const deliveries = arrivals.flatMap((arrival) => [arrival, arrival, arrival]);
    const shuffled = fc.shuffledSubarray(deliveries, { minLength: deliveries.length });
    const [order = []] = fc.sample(shuffled, { seed, numRuns: 1 });
    const answers = new Map(arrivals.map(({ id }) => [id, [] as string[]]));
    // Some at the same time, some after each other.
    const lanes = Array.from({ length: LANES }, (_, lane) => order.filter((_one, i) => i % LANES === lane));
    await Promise.all(
      lanes.map(async (lane) => {
        for (const arrival of lane) {
          answers.get(arrival.id)!.push(told(await service.comeBack(arrival.path), arrival));
        }
      }),
    );

    for (const arrival of arrivals) {
      const { id, status, asked, returns } = arrival;
      const known = answers.get(id)!.filter((answer) => answer !== 'retrieving');
      expect([...new Set(known)]).toEqual([returns ? status : 'ended']);
      expect(await service.show(id)).toMatchObject({ status });
      expect(await settled(id)).toHaveLength(1);
      const notes = await received(id);
      expect(notes.map(({ accepted }) => accepted).sort()).toEqual([false, false, true]);
      for (const { tokenMatches } of notes) expect(tokenMatches).toBe(true);
      expect(retrievals(arrival)).toHaveLength(asked);
    }
  },
);

it.each([true, false])('one callback comes a hundred times at once, with returnUrl: %s', async (returns) => {
  const arrival = await decided(consentAtOnce, 'agree', returns);
  const answers = await Promise.all(Array.from({ length: 100 }, () => service.comeBack(arrival.path)));
  const known = answers.map((answer) => told(answer, arrival)).filter((answer) => answer !== 'retrieving');
  expect([...new Set(known)]).toEqual([returns ? 'scored' : 'ended']);
  expect(await settled(arrival.id)).toHaveLength(1);
  const notes = await received(arrival.id);
  expect([notes.length, notes.filter(({ accepted }) => accepted).length]).toEqual([100, 1]);
  expect(retrievals(arrival)).toHaveLength(1);
});

it('a callback that comes again later is told the same, changes nothing, and is on record, also when it was altered', async () => {
  const arrival = await decided(consentAtOnce, 'refuse');
  const first = await service.comeBack(arrival.path);
  const before = await service.show(arrival.id);
  const altered = arrival.path.replace('status=error', 'status=success').replace(/token=[^&]+/, 'token=TOK1');
  for (const path of [arrival.path, altered]) {
    expect(told(await service.comeBack(path), arrival)).toBe(told(first, arrival));
  }
  expect(await service.show(arrival.id)).toEqual(before);
  expect(await received(arrival.id)).toEqual([
    { accepted: true, statusHint: 'error', tokenMatches: true },
    { accepted: false, statusHint: 'error', tokenMatches: true },
    { accepted: false, statusHint: 'success', tokenMatches: false },
  ]);
});

it('a callback that comes again while the result is fetched waits for it like the first', async () => {
  const arrival = await decided(consentPendingThrice);
  const answers = await Promise.all([service.comeBack(arrival.path), service.comeBack(arrival.path)]);
  expect(answers.map((answer) => told(answer, arrival))).toEqual(['scored', 'scored']);
});
