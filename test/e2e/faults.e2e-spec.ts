import { SANDBOX_NUMBERS } from 'nestjs-dqe-idmobile/testing';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';

const TIMEOUT_MS = 1_500;

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start({
    env: { DQE_TIMEOUT_MS: String(TIMEOUT_MS) },
    sandbox: { slowMs: TIMEOUT_MS / 4 },
  });
});
afterAll(() => service.close());

/** `unknown` where DQE may have acted on it; `rejected` where it is certain that there is no result. */
describe.each([
  ['cutBeforeAnswer', 502, 'dqe_connection_lost', 'unknown', 'temporary'],
  ['cutInsideAnswer', 502, 'dqe_connection_lost', 'unknown', 'temporary'],
  ['neverAnswers', 504, 'dqe_timeout', 'unknown', 'temporary'],
  ['malformedJson', 502, 'dqe_malformed_answer', 'rejected', 'protocol'],
  ['truncatedJson', 502, 'dqe_malformed_answer', 'rejected', 'protocol'],
  ['wrongShape', 502, 'dqe_malformed_answer', 'rejected', 'protocol'],
  ['unknownStatus', 502, 'dqe_malformed_answer', 'rejected', 'protocol'],
  ['emptyBody', 502, 'dqe_malformed_answer', 'rejected', 'protocol'],
  ['scoreOutOfRange', 502, 'dqe_malformed_answer', 'rejected', 'protocol'],
  ['scoreNotANumber', 502, 'dqe_malformed_answer', 'rejected', 'protocol'],
  ['hugeBody', 502, 'dqe_malformed_answer', 'rejected', 'protocol'],
  ['htmlError', 502, 'dqe_http_status', 'rejected', 'temporary'],
  ['unavailable', 502, 'dqe_http_status', 'rejected', 'temporary'],
  ['tooManyRequests', 502, 'dqe_http_status', 'rejected', 'temporary'],
  ['redirected', 502, 'dqe_http_status', 'rejected', 'protocol'],
] as const)('%s', (name, status, code, recorded, category) => {
  it(`is ${status} ${code}, and stays on record as ${recorded}`, async () => {
    const sent = service.sandbox.counts['/IDMOBILE/'];
    const answer = await service.match(claim(SANDBOX_NUMBERS[name]));
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
    expect(answer.body).toMatchObject({ status, code, matchId: expect.any(String) });
    expect(service.sandbox.counts['/IDMOBILE/'] - sent).toBe(1);

    const match = await service.show(answer.body.matchId);
    // DQE may have billed it: not to be repeated by itself.
    const retryable = category === 'temporary' && recorded !== 'unknown';
    const error = { id: code.toUpperCase(), type: answer.body.detail, retryable, category };
    expect(match).toMatchObject({ status: recorded, error, scores: null, verdict: null });
    expect(match.settledAt).not.toBeNull();
    const last = (await service.events(match.id)).at(-1);
    expect(last).toMatchObject({ type: 'settled', data: { status: recorded, errorId: error.id } });
  });
});

describe.each([
  'slow',
  'trickle',
  'numericStrings',
  'jsonAsHtml',
  'tokenRefusedOnce',
  'missingKeys',
  'nullScores',
] as const)('%s', (name) => {
  it('is odd, and scored all the same', async () => {
    const { status, body } = await service.match(claim(SANDBOX_NUMBERS[name]));
    expect([status, body.status]).toEqual([201, 'scored']);
  });
});

it.each(['unreachableOnce', 'cutOnce'] as const)(
  '%s is never retried on its own, since it may have been billed',
  async (name) => {
    const first = await service.match(claim(SANDBOX_NUMBERS[name]));
    expect(first.body.status === 'rejected' || first.status === 502).toBe(true);
    const second = await service.match(claim(SANDBOX_NUMBERS[name]));
    expect(second.body.status).toBe('scored');
  },
);

describe('DQE that is not there', () => {
  it.each([{}, { consent: {} }])(
    'with %j: 502 dqe_unreachable, and rejected, since nothing was sent',
    async (more) => {
      const lonely = await AdminService.start();
      try {
        await lonely.sandbox.close();
        const { status, body } = await lonely.match(claim('0600001001', more));
        expect([status, body.code]).toEqual([502, 'dqe_unreachable']);
        expect(await lonely.show(body.matchId)).toMatchObject({
          status: 'rejected',
          error: { id: 'DQE_UNREACHABLE', retryable: true, category: 'temporary' },
        });
        expect((await lonely.get('/health/ready', { anonymous: true })).status).toBe(200);
      } finally {
        await lonely.close();
      }
    },
  );
});
