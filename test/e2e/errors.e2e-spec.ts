import { sandboxConsentErrorNumber, sandboxErrorNumber } from 'nestjs-dqe-idmobile/testing';
import { AdminService } from '../support/admin-service.js';
import { claim } from '../support/claim.js';

/** protocol.md §5: who must act. */
const CATEGORIES: readonly (readonly [id: string, category: string])[] = [
  ...['01', '05', '06'].map((id) => [id, 'protocol'] as const),
  ...['02', '03', '04', '14', '22', '31', '98'].map((id) => [id, 'configuration'] as const),
  ...['07', '10', '11'].map((id) => [id, 'caller'] as const),
  ['09', 'not_eligible'],
  ...['13', '15', '17'].map((id) => [id, 'not_covered'] as const),
  ...['12', '16', '18', '30', '99'].map((id) => [id, 'temporary'] as const),
  ...['20', '21'].map((id) => [id, 'declined'] as const),
];
const UNDOCUMENTED = ['08', '19', '42', '77', '00'].map((id) => [id, 'protocol'] as const);

let service: AdminService;
beforeAll(async () => {
  service = await AdminService.start();
});
afterAll(() => service.close());

it('the table above is the whole of the protocol’s', () => {
  const ids = '01 02 03 04 05 06 07 09 10 11 12 13 14 15 16 17 18 20 21 22 30 31 98 99'.split(' ');
  expect(CATEGORIES.map(([id]) => id).sort()).toEqual(ids);
});

describe.each([...CATEGORIES, ...UNDOCUMENTED])('error %s, %s', (id, category) => {
  const error = { id, type: expect.stringMatching(/\S/), retryable: category === 'temporary', category };
  const rejected = { status: 'rejected', error, scores: null, verdict: null, consent: null };

  it('as an answer to the match: 201, rejected', async () => {
    const { status, body } = await service.match(claim(sandboxErrorNumber(id)));
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...rejected, settledAt: expect.any(String) });
    expect(await service.show(body.id)).toEqual(body);
    const settled = (await service.events(body.id)).at(-1);
    expect(settled).toMatchObject({ type: 'settled', data: { status: 'rejected', errorId: id } });
  });

  it('after consent: the same, but for a token that is over', async () => {
    const { body } = await service.match(claim(sandboxConsentErrorNumber(id), { consent: {} }));
    await service.comeBack(await service.decide(body.consent.url, 'agree'));
    expect(await service.show(body.id)).toMatchObject(
      id === '30' ? { status: 'expired', error: null } : rejected,
    );
  });
});

it('a match is sent once, but for a token that was refused: twice', async () => {
  const sent = async (id: string) => {
    const { body } = await service.match(claim(sandboxErrorNumber(id)));
    return (await service.events(body.id)).filter(({ type }) => type === 'sent').length;
  };
  expect([await sent('99'), await sent('16'), await sent('12'), await sent('30')]).toEqual([1, 1, 1, 2]);
});

describe.each(['json', 'http400'] as const)('a token that is refused by %s', (tokenErrors) => {
  it('is said with its cause, and nothing is sent', async () => {
    const other = await AdminService.start({
      sandbox: { tokenErrors },
      env: { DQE_CLIENT_SECRET: 'error-98' },
    });
    try {
      const { status, body } = await other.match(claim('0600001001'));
      if (tokenErrors === 'json') {
        expect([status, body.status]).toEqual([201, 'rejected']);
        expect(body.error).toMatchObject({ id: '98', category: 'configuration' });
      } else {
        expect([status, body.code]).toEqual([502, 'dqe_token_refused']);
        const { error } = await other.show(body.matchId);
        expect(error).toMatchObject({ id: 'DQE_TOKEN_REFUSED', category: 'configuration', retryable: false });
      }
      expect(other.sandbox.counts['/IDMOBILE/']).toBe(0);
    } finally {
      await other.close();
    }
  });
});
