import fc from 'fast-check';
import { ConsentDesk, type NewConsent } from './consent-desk.js';
import { DOCUMENTED_EXAMPLE } from './scores.js';
import { TokenDesk } from './token-desk.js';

const consent = (token: string, expiresAt: number): NewConsent => ({
  ...{
    token,
    expiresAt,
    operator: 'Orange',
    maskedNumber: '06',
    redirectUri: 'https://p.example/',
    codeName: '',
  },
  ...{ scores: DOCUMENTED_EXAMPLE, plan: {} },
});

describe('TokenDesk', () => {
  it('lets a token live for its seconds, and not a millisecond longer', () => {
    let now = 1_000;
    const desk = new TokenDesk(() => now, 300);
    const { token, expiresAt } = desk.issue();
    expect(expiresAt).toBe(301_000);
    now = 300_999;
    expect(desk.expiryOf(token)).toBe(301_000);
    now = 301_000;
    expect(desk.expiryOf(token)).toBeUndefined();
    expect(desk.expiryOf('TOKUNKNOWN')).toBeUndefined();
  });

  it('never keeps more than the tokens that can be alive', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2_000 }), { minLength: 1 }), (waits) => {
        let now = 0;
        const desk = new TokenDesk(() => now, 1);
        const issued: number[] = [];
        for (const wait of waits) {
          now += wait;
          desk.issue();
          issued.push(now);
        }
        expect(desk.size).toBe(issued.filter((at) => at + 1000 > now).length);
      }),
    );
  });

  it('goes on from a snapshot, without what has expired since', () => {
    let now = 0;
    const desk = new TokenDesk(() => now, 10);
    desk.issue();
    now = 5_000;
    const { token } = desk.issue();
    const snapshot = desk.snapshot();
    now = 12_000;
    const next = new TokenDesk(() => now, 10);
    next.restore(snapshot);
    expect(next.snapshot()).toEqual([{ token, expiresAt: 15_000 }]);
  });
});

describe('ConsentDesk', () => {
  it('finds a session by id and by token until it expires, then forgets it', () => {
    let now = 0;
    const desk = new ConsentDesk(() => now);
    const session = desk.open(consent('T1', 1_000));
    expect(desk.withId(session.id)).toBe(session);
    expect(desk.withToken('T1')).toBe(session);
    now = 1_000;
    expect(desk.withId(session.id)).toBeUndefined();
    expect(desk.withToken('T1')).toBeUndefined();
    desk.open(consent('T2', 2_000));
    expect(desk.size).toBe(1);
  });

  it('knows only the latest session of a token, which is why each wants one of its own', () => {
    const desk = new ConsentDesk(() => 0);
    const first = desk.open(consent('T', 1_000));
    const second = desk.open(consent('T', 1_000));
    expect(desk.withToken('T')).toBe(second);
    expect(desk.withId(first.id)).toBe(first);
  });
});
