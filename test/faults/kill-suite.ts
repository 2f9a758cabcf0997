import type { AdminEnvironment } from '../support/admin-environment.js';
import type { TestDatabase } from '../support/database.js';
import { Chance } from './chance.js';
import { killPlan, POINTS } from './kill-plan.js';
import { KillingSpree, RECOVERY_MS, type SpreeResult } from './killing-spree.js';
import { Partner } from './partner.js';
import { keepResult, RUN } from './run-settings.js';
import { stage } from './stage.js';

const HOUR_MS = 3_600_000;
/** Kills in an hour, at least. */
const AN_HOUR = 200;

export interface KillSuite {
  /** Of the result. */
  readonly name: string;
  readonly database: () => Promise<TestDatabase>;
  readonly instances: 1 | 2;
  readonly kills: Readonly<Record<'short' | 'full', Kills>>;
}

/** Of a short run, or of a whole one. */
interface Kills {
  /** How often each named point. */
  readonly rounds: number;
  /** How many kills without a name. */
  readonly random: number;
  /** Of the named points one in so many; which ones, the seed says, so that no run is blind to the same. @default 1 */
  readonly oneIn?: number;
}

/** Kills, restarts and audits; every claim is a test of its own, so that what broke has a name. */
export function describeKills({ name, database, instances, kills }: KillSuite): void {
  let place: TestDatabase | undefined;
  let environment: AdminEnvironment | undefined;
  let partner: Partner | undefined;
  let result: SpreeResult;
  const { rounds, random, oneIn = 1 } = killsOf(kills[RUN.short ? 'short' : 'full']);
  const points = POINTS
    // What a dead process leaves behind, the other instance may be the one to find.
    .filter(({ after }) => instances === 1 || after === undefined)
    .filter((_, i) => i % oneIn === RUN.seed % oneIn);

  beforeAll(
    async () => {
      place = await database();
      const set = await stage(place, { WEBHOOK_ALLOW_LOOPBACK: 'true' });
      ({ environment } = set);
      const plan = killPlan(new Chance(RUN.seed), points, { rounds, random });
      partner = await Partner.start(new Chance(RUN.seed + 2));
      const spree = new KillingSpree(environment, set.ledger, partner, RUN.seed + 1);
      const started = Date.now();
      result = await (instances === 1 ? spree.alone(plan) : spree.inTurns(plan));
      keepResult(name, {
        ...result,
        output: undefined,
        seconds: Math.round((Date.now() - started) / 1000),
        seed: RUN.seed,
      });
    },
    HOUR_MS * Math.ceil((rounds * points.length + random) / AN_HOUR),
  );
  afterAll(async () => {
    await partner?.close();
    await environment?.dispose();
    await place?.drop();
  });

  it(`died at every named point (seed ${RUN.seed})`, () => {
    expect(result.missed).toEqual([]);
    if (rounds > 0) {
      expect(Object.keys(result.kills)).toEqual(expect.arrayContaining(points.map((point) => point.name)));
    }
  });

  it('lost nothing that was acknowledged, and gave no match a second outcome', () => {
    expect(result.findings).toEqual([]);
    expect(result.audited).toBeGreaterThan(0);
    expect(result.audited).toBeGreaterThanOrEqual(result.acknowledged);
  });

  it('told the partner of every consent and every end, signed, under one id each, as it is on record', () => {
    expect(result.untrue).toEqual([]);
    expect(result.webhooks - result.repeated).toBeGreaterThanOrEqual(result.audited);
  });

  it('asked DQE at most once for each match', () => {
    expect(result.mostAsked).toBe(1);
  });

  it('brought every match to its end within 30 s of its recovery', () => {
    expect(result.slowestRecoveryMs).toBeLessThanOrEqual(RECOVERY_MS);
  });

  it('lost, doubled and moved no event of the log, and gave no size of it two roots', () => {
    expect(result.unproven).toEqual([]);
    expect(result.leaves).toBeGreaterThan(2 * result.audited);
    expect(result.checkpoints).toBeGreaterThan(0);
  });

  it('had everything in the log within 30 s of its recovery', () => {
    expect(result.slowestLoggingMs).toBeLessThanOrEqual(RECOVERY_MS);
  });

  it('wrote no number, name, key or token into its log', () => {
    expect(result.output.includes('"route"')).toBe(true);
    const told = /\b06\d{8}\b|\+336\d{8}|Essai|1980-01-15|an-api-key|TOK[0-9A-F]{16}|whsec_/.exec(
      result.output,
    );
    expect(told).toBeNull();
  });
}

/** As it was asked for: so often at every point that was named, or as the suite has it. */
const killsOf = (usual: Kills): Kills =>
  RUN.times === null ? usual : { rounds: RUN.times, random: 0, oneIn: 1 };
