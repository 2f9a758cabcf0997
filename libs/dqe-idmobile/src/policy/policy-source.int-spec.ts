import { type Bench, optionsFor, startApp, startBench } from '../../../../test/support/idmobile-app.js';
import { DqeIdmobileModule } from '../dqe-idmobile.module.js';
import { SANDBOX_NUMBERS } from '../testing/index.js';
import { DEFAULT_POLICY, type MatchPolicy } from './match-policy.js';

const CAMILLE = { number: '0600001001', identity: { firstName: 'Camille', lastName: 'Martin' } };
const ESSAI = { firstName: 'Camille', lastName: 'Essai', birthDate: '1980-01-15' };
const STRICTER: MatchPolicy = { ...DEFAULT_POLICY, version: '2', minimumDecisive: 3 };

let bench: Bench;
afterEach(() => bench.close());

describe('where a function gives the policy', () => {
  it('each match is judged by what was in force when DQE was asked', async () => {
    let inForce = DEFAULT_POLICY;
    bench = await startBench({ policy: () => Promise.resolve(inForce) });
    const verdict = async () => {
      const { matchId } = await bench.matching.match(CAMILLE);
      return bench.store.get(matchId)?.change;
    };
    expect(await verdict()).toMatchObject({ verdict: { result: 'match', policy: 'default@1' } });
    inForce = STRICTER;
    expect(await verdict()).toMatchObject({ verdict: { result: 'insufficient', policy: 'default@2' } });
  });

  it('and there is none, nothing is stored or sent', async () => {
    bench = await startBench({ policy: () => Promise.reject(new Error('away')) });
    await expect(bench.matching.match(CAMILLE)).rejects.toMatchObject({ code: 'DQE_POLICY_UNUSABLE' });
    expect(bench.sandbox.requests).toEqual([]);
    expect(await bench.store.stranded(new Date(Date.now() + 3_600_000))).toEqual([]);
  });

  it('and another process takes the callback before it has one, no result is lost', async () => {
    bench = await startBench({}, { pendingTimes: 0 });
    const match = await bench.matching.match({
      ...{ number: SANDBOX_NUMBERS.consentAtOnce, identity: ESSAI, consent: {} },
    });
    if (match.outcome !== 'consent_required') throw new Error(`${match.outcome} instead of consent_required`);
    const callback = new URL(await bench.sandbox.consent(match.url, 'agree'));
    let failures = 3;
    const other = await startApp(
      DqeIdmobileModule.forRoot({
        ...{ ...optionsFor(bench.sandbox), store: bench.store },
        policy: () => {
          if (failures === 0) return STRICTER;
          expect(bench.sandbox.counts['/GET/']).toBe(0);
          failures -= 1;
          throw new Error('away');
        },
      }),
    );
    const result = await other.matching.complete(Object.fromEntries(callback.searchParams));
    expect(result).toMatchObject({ outcome: 'scored', verdict: { policy: 'default@2' } });
    expect(failures).toBe(0);
    await other.close();
  });
});
