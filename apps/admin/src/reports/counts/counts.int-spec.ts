import { randomUUID } from 'node:crypto';
import { type Database, Prisma } from '@dqe-admin/database';
import fc from 'fast-check';
import { SCORE_FIELDS } from 'nestjs-dqe-idmobile';
import { testDatabase } from '../../../../../test/support/database.js';
import type { PrismaDatabase } from '../../persistence/prisma-database.js';
import { LATENCY_BOUNDS } from './latency-buckets.js';
import { LATENCIES, OUTCOMES, SCORES } from './prisma-count-sql.js';
import { type CountFilter, type Period, PrismaCounted } from './prisma-counted.js';
import { PrismaCounting } from './prisma-counting.js';
import { keepCountsOf } from './prisma-kept-counts.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** How far back the matches of these tests go. */
const HOURS = 80;

/** A match, as far as reports go. */
interface Model {
  readonly id: string;
  readonly minutesAgo: number;
  readonly application: string;
  readonly operator: string | null;
  readonly country: string;
  readonly purpose: string | null;
  readonly status: 'requested' | 'consent_pending' | 'scored' | 'rejected' | 'expired' | 'unknown';
  readonly verdict: 'match' | 'partial' | 'mismatch' | null;
  readonly error: readonly [id: string, category: string] | null;
  readonly tookMs: number | null;
  readonly scores: readonly (number | null)[] | null;
  readonly consent: {
    readonly afterMs: number;
    readonly bound: boolean;
    readonly claimed: boolean;
  } | null;
  readonly offered: boolean;
  readonly reviewed: boolean;
  readonly overridden: boolean;
}

const similarity = fc.constantFrom(null, 0, 0.1, 0.29, 0.3, 0.78, 0.999, 1);
const took = fc.integer({ min: 0, max: 120_000 });
const ended = fc.oneof(
  fc.record({
    status: fc.constant('scored' as const),
    verdict: fc.constantFrom('match' as const, 'partial' as const, 'mismatch' as const),
    error: fc.constant(null),
    tookMs: took,
    scores: fc.array(similarity, { minLength: SCORE_FIELDS.length, maxLength: SCORE_FIELDS.length }),
  }),
  fc.record({
    status: fc.constantFrom('rejected' as const, 'unknown' as const),
    verdict: fc.constant(null),
    error: fc.constantFrom(
      ['13', 'not_covered'] as const,
      ['21', 'declined'] as const,
      ['DQE_TIMEOUT', 'temporary'] as const,
    ),
    tookMs: took,
    scores: fc.constant(null),
  }),
  fc.record({
    status: fc.constantFrom('requested' as const, 'consent_pending' as const, 'expired' as const),
    ...{ verdict: fc.constant(null), error: fc.constant(null) },
    ...{ tookMs: fc.constant(null), scores: fc.constant(null) },
  }),
);
const match: fc.Arbitrary<Model> = fc
  .tuple(
    fc.record({
      id: fc.uuid({ version: 4 }),
      // Whole minutes, and never on the brink of a change of hour in between.
      minutesAgo: fc.integer({ min: 0, max: HOURS * 60 }),
      application: fc.constantFrom('shop', 'bank'),
      operator: fc.constantFrom(null, 'Orange', 'SFR'),
      country: fc.constantFrom('FR', 'BE'),
      purpose: fc.constantFrom(null, 'aml'),
      consent: fc.option(fc.record({ afterMs: took, bound: fc.boolean(), claimed: fc.boolean() })),
      offered: fc.boolean(),
      ...{ reviewed: fc.boolean(), overridden: fc.boolean() },
    }),
    ended,
  )
  .map(([one, end]) => ({
    ...{ ...one, ...end, id: randomUUID() },
    overridden: one.overridden && end.verdict !== null,
  }));

type Step =
  | { readonly kind: 'make'; readonly matches: readonly Model[] }
  | { readonly kind: 'count' }
  | { readonly kind: 'change'; readonly which: number; readonly to: Model }
  | { readonly kind: 'purge' | 'delete'; readonly which: readonly number[] };
const which = fc.nat({ max: 1_000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('make' as const),
    matches: fc.array(match, { minLength: 1, maxLength: 15 }),
  }),
  fc.record({ kind: fc.constant('count' as const) }),
  fc.record({ kind: fc.constant('change' as const), which, to: match }),
  fc.record({
    kind: fc.constantFrom('purge' as const, 'delete' as const),
    which: fc.array(which, { minLength: 1, maxLength: 6 }),
  }),
);

class World {
  readonly now = new Date();
  /** What reports tell of: those that were purged, too. */
  readonly counted = new Map<string, Model>();
  readonly stored = new Map<string, Model>();
  readonly counting: PrismaCounting;
  readonly reader: PrismaCounted;

  constructor(readonly database: Database) {
    this.counting = new PrismaCounting(database as unknown as PrismaDatabase);
    this.reader = new PrismaCounted(database as unknown as PrismaDatabase);
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'make') for (const one of step.matches) await this.make(one);
    else if (step.kind === 'count') await this.counting.run();
    else if (step.kind === 'change') await this.change(this.at(step.which), step.to);
    else
      await this.remove(
        step.which.flatMap((place) => this.at(place) ?? []),
        step.kind,
      );
  }

  private at(place: number): Model | undefined {
    return [...this.stored.values()][place % Math.max(1, this.stored.size)];
  }

  private async make(model: Model): Promise<void> {
    await this.database.client.match.create({
      data: {
        ...{ id: model.id, createdAt: this.created(model), country: model.country, numberHint: '01' },
        ...{ numberSealed: new Uint8Array([0]), identitySealed: new Uint8Array([0]) },
        ...{ application: model.application, purpose: model.purpose, ...this.columns(model) },
        ...(model.consent === null ? {} : { consent: { create: this.session(model) } }),
      },
    });
    this.stored.set(model.id, model);
    this.counted.set(model.id, model);
  }

  /** All but what never changes: a verdict that stands is contested, or overridden. */
  private async change(old: Model | undefined, to: Model): Promise<void> {
    if (old === undefined) return;
    const { id, minutesAgo, application, country, purpose, consent } = old;
    const next =
      old.verdict === null
        ? { ...to, id, minutesAgo, application, country, purpose, consent }
        : { ...old, reviewed: !old.reviewed, overridden: true };
    await this.database.client.match.update({ where: { id }, data: this.columns(next) });
    this.stored.set(id, next);
    this.counted.set(id, next);
    if (consent === null || consent.claimed) return;
    const session = { ...consent, bound: true, claimed: true };
    const { boundAt, claimedAt } = this.session({ ...next, consent: session });
    await this.database.client.consentSession.update({
      where: { matchId: id },
      data: { boundAt, claimedAt },
    });
    this.stored.set(id, { ...next, consent: session });
    this.counted.set(id, { ...next, consent: session });
  }

  private async remove(models: readonly Model[], kind: 'purge' | 'delete'): Promise<void> {
    const ids = [...new Set(models.map(({ id }) => id))];
    await this.database.client.$transaction(async (tx) => {
      if (kind === 'purge') for (const statement of keepCountsOf(ids)) await tx.$executeRaw(statement);
      await tx.$queryRaw`SELECT purge_matches(${ids}::uuid[])`;
    });
    for (const id of ids) {
      this.stored.delete(id);
      if (kind === 'delete') this.counted.delete(id);
    }
  }

  private columns({ tookMs, error, scores, ...model }: Model) {
    const settledAt = tookMs === null ? null : new Date(this.created(model).getTime() + tookMs);
    const [familyName, givenName, birthDate, gender, email, country, postalCode, streetAddress, locality] =
      scores ?? [];
    const address = { country, postalCode, streetAddress, locality };
    return {
      ...{ status: model.status, verdict: model.verdict, operator: model.operator, settledAt },
      scores:
        scores === null
          ? Prisma.DbNull
          : ({ familyName, givenName, birthDate, gender, email, address } as Prisma.InputJsonObject),
      ...{ errorId: error?.[0] ?? null, errorCategory: error?.[1] ?? null, consentOffered: model.offered },
      ...({
        reviewState: model.reviewed ? 'open' : null,
        overrideVerdict: model.overridden ? 'match' : null,
        overrideAt: model.overridden ? this.now : null,
      } as const),
    };
  }

  private session(model: Model) {
    const openedAt = new Date(this.created(model).getTime() + (model.consent?.afterMs ?? 0));
    return {
      ...{ stateHash: Buffer.from(randomUUID()), openedAt, expiresAt: openedAt },
      ...{
        boundAt: model.consent?.bound ? openedAt : null,
        claimedAt: model.consent?.claimed ? openedAt : null,
      },
    };
  }

  created({ minutesAgo }: Pick<Model, 'minutesAgo'>): Date {
    return new Date(this.now.getTime() - minutesAgo * MINUTE_MS);
  }

  /** Hours of `period`, each with what is told of it, the slow way. */
  slow(period: Period, { within, ...filter }: CountFilter, tell: (model: Model) => readonly string[]) {
    const counts = new Map<string, number>();
    for (const model of this.counted.values()) {
      const at = this.created(model);
      if (at < period.from || at >= period.to || (within !== null && model.application !== within)) continue;
      const wanted = Object.entries(filter) as (readonly [keyof Model, string])[];
      if (wanted.some(([name, value]) => model[name] !== value)) continue;
      for (const line of tell(model)) counts.set(line, (counts.get(line) ?? 0) + 1);
    }
    return Object.fromEntries([...counts].sort());
  }

  hourOf(model: Model): string {
    return new Date(Math.floor(this.created(model).getTime() / HOUR_MS) * HOUR_MS).toISOString();
  }

  /** Lines with their sums, by the counts. */
  async fast(
    byHour: boolean,
    period: Period,
    filter: CountFilter,
    lines: 'outcomes' | 'latencies' | 'scores',
  ) {
    const table = { outcomes: OUTCOMES, latencies: LATENCIES, scores: SCORES }[lines];
    const found = await this.reader.reading(byHour, async ({ tx, rows }) => {
      const from = await rows(table, period, filter);
      return tx.$queryRaw<Record<string, unknown>[]>`SELECT * FROM ${from} r`;
    });
    const counts = new Map<string, number>();
    const add = (line: unknown[], count: unknown) => {
      const key = JSON.stringify(line);
      if (Number(count) !== 0) counts.set(key, (counts.get(key) ?? 0) + Number(count));
    };
    for (const row of found) {
      const start = byHour ? (row['start'] as Date).toISOString() : '';
      const where = [start, row['application'], row['operator'], row['country'], row['purpose']];
      if (lines === 'outcomes') {
        const what = [...where, row['status'], row['verdict'], row['error_id'], row['error_category']];
        for (const column of COLUMNS) add([...what, column], row[column]);
      } else if (lines === 'latencies') {
        add([...where, row['bucket']], row['matches']);
      } else {
        const field = [...where, row['field']];
        add([...field, 'unavailable'], row['unavailable']);
        add([...field, 'available'], row['available']);
        add([...field, 'total'], row['total']);
        (row['bands'] as number[]).forEach((count, band) => add([...field, band], count));
      }
    }
    return Object.fromEntries([...counts].sort());
  }
}

const COLUMNS = [
  ...['matches', 'consent_offered', 'consent_required', 'consent_opened', 'consent_returned'],
  ...['contested', 'overridden'],
];

const whereOf = ({ application, operator, country, purpose }: Model) => [
  ...[application, operator, country, purpose],
];

function outcomesOf(model: Model, start: string): string[] {
  const { status, verdict, error, consent } = model;
  const what = [start, ...whereOf(model), status, verdict, error?.[0] ?? null, error?.[1] ?? null];
  const holds: Record<string, boolean> = {
    ...{ matches: true, consent_offered: model.offered, consent_required: consent !== null },
    consent_opened: consent !== null && (consent.bound || consent.claimed),
    consent_returned: consent?.claimed === true,
    ...{ contested: model.reviewed, overridden: model.overridden },
  };
  return COLUMNS.flatMap((column) => (holds[column] ? [JSON.stringify([...what, column])] : []));
}

function latenciesOf(model: Model, start: string): string[] {
  const { status, error, consent, tookMs } = model;
  const answered = status === 'scored' || (status === 'rejected' && !error?.[0].startsWith('DQE_'));
  const ms = consent?.afterMs ?? (answered ? tookMs : null);
  if (ms === null) return [];
  return [JSON.stringify([start, ...whereOf(model), LATENCY_BOUNDS.filter((bound) => bound <= ms).length])];
}

function scoresOf(model: Model, start: string): string[] {
  return (model.scores ?? []).flatMap((score, place) => {
    const field = [start, ...whereOf(model), SCORE_FIELDS[place]];
    if (score === null) return [JSON.stringify([...field, 'unavailable'])];
    const band = Math.floor(Math.round(score * 1_000_000) / 100_000);
    const millionths = Math.round(score * 1_000_000);
    return [
      JSON.stringify([...field, 'available']),
      JSON.stringify([...field, band]),
      ...Array.from({ length: millionths / 1_000 }, () => JSON.stringify([...field, 'total'])),
    ];
  });
}

const SLOW = { outcomes: outcomesOf, latencies: latenciesOf, scores: scoresOf } as const;

it('counts equal those of the matches, whatever was counted, changed, purged and deleted when', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(match, { minLength: 20, maxLength: 50 }),
      fc.array(step, { minLength: 4, maxLength: 10 }),
      fc.nat({ max: HOURS }),
      fc.nat({ max: HOURS }),
      fc.constantFrom<CountFilter>(
        ...[{ within: null }, { within: 'shop' }, { within: 'shop', operator: 'SFR' }],
        ...[
          { within: null, country: 'BE', purpose: 'aml' },
          { within: 'shop', application: 'bank' },
        ],
      ),
      async (matches, steps, one, other, filter) => {
        const place = await testDatabase();
        try {
          const world = new World(await place.open());
          await world.take({ kind: 'make', matches });
          const hour = Math.floor(world.now.getTime() / HOUR_MS) * HOUR_MS;
          const [ago, until] = [Math.max(one, other), Math.min(one, other)];
          const period = { from: new Date(hour - ago * HOUR_MS), to: new Date(hour - (until - 1) * HOUR_MS) };
          const all = { from: new Date(hour - (HOURS + 1) * HOUR_MS), to: new Date(hour + HOUR_MS) };
          for (const each of [{ kind: 'count' } as const, ...steps]) {
            await world.take(each);
            for (const lines of ['outcomes', 'latencies', 'scores'] as const) {
              const tell = (start: (model: Model) => string) => (model: Model) =>
                SLOW[lines](model, start(model));
              // Sums of similarities are compared in thousandths: lines are counted one by one.
              const slow = (within: Period, start: (model: Model) => string) =>
                scaled(world.slow(within, filter, tell(start)));
              expect(await world.fast(false, all, filter, lines)).toEqual(slow(all, () => ''));
              expect(await world.fast(true, period, filter, lines)).toEqual(
                slow(period, (model) => world.hourOf(model)),
              );
            }
          }
        } finally {
          await place.drop();
        }
      },
    ),
    { numRuns: 3, endOnFailure: true },
  );
}, 240_000);

const scaled = (counts: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(counts).map(([line, count]) => [line, line.endsWith('"total"]') ? count * 1_000 : count]),
  );
