import { MATCH_STATUSES } from 'nestjs-dqe-idmobile';
import type { Language } from '../documents/language.js';
import { VERDICTS } from '../matches/match.view.js';
import { percentilesOf } from './counts/latency-buckets.js';
import { remedyOf } from './error-remedies.js';
import type { AccessFigures, LifecycleFigures } from './prisma-act-figures.js';
import type { EvidenceStanding } from './prisma-standing.js';
import {
  type ConsentNumbers,
  driftOf,
  type ErrorNumbers,
  type AvailabilityNumbers,
  type FieldNumbers,
  type LatencyRow,
  meanOf,
  type Row,
  type RowKey,
  shareOf,
  successRateOf,
  type VolumeNumbers,
} from './report-numbers.js';
import type {
  ConsentRowView,
  ErrorRowView,
  FieldRowView,
  LatencyRowView,
  OperatorRowView,
  VolumeRowView,
} from './report.views.js';

const WHOLE_KEY: RowKey = { start: null };
const zeros = <Name extends string>(names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
export const NO_LATENCY: LatencyRow = { ...WHOLE_KEY, ...percentilesOf([]) };
export const NO_VOLUMES: Row<VolumeNumbers> = {
  ...{ ...WHOLE_KEY, matches: 0, contested: 0, overridden: 0 },
  ...{ statuses: zeros(MATCH_STATUSES), verdicts: zeros(VERDICTS) },
};
export const NO_CONSENT: Row<ConsentNumbers> = {
  ...{ ...WHOLE_KEY, matches: 0, offered: 0, required: 0, opened: 0, returned: 0 },
  ...{ agreed: 0, refused: 0, failed: 0, expired: 0, pending: 0 },
};
export const NO_LIFECYCLE = {
  ...{ start: null, purged: 0, purges: 0, erased: 0, refused: 0, nothingHeld: 0 },
  ...{ holdsPlaced: 0, holdsReleased: 0 },
};

const keyViewOf = ({ start, application, operator, country, purpose }: RowKey) => ({
  start: start?.toISOString() ?? null,
  ...given({ application, operator, country, purpose }),
});

/** Without what is undefined. */
const given = <Given extends object>(values: Given) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Given]?: Exclude<Given[Name], undefined>;
  };

export const keyTextOf = ({ start, application, operator, country, purpose }: RowKey): string =>
  JSON.stringify([start, application, operator, country, purpose]);

export const volumeView = (row: Row<VolumeNumbers>): VolumeRowView => ({
  ...row,
  ...keyViewOf(row),
  successRate: successRateOf(row),
});

export const latencyView = (row: LatencyRow): LatencyRowView => ({
  ...row,
  start: row.start?.toISOString() ?? null,
});

export const consentView = (row: Row<ConsentNumbers>): ConsentRowView => ({
  ...row,
  start: row.start?.toISOString() ?? null,
  agreedRate: shareOf(row.agreed, row.required),
});

/** Most frequent first within their interval. */
export function errorViews(
  errors: readonly Row<ErrorNumbers>[],
  volumes: readonly Row<VolumeNumbers>[],
  language: Language,
): ErrorRowView[] {
  const wholes = new Map(volumes.map((row) => [keyTextOf(row), row.matches]));
  return [...errors]
    .sort(
      (one, other) =>
        (one.start?.getTime() ?? 0) - (other.start?.getTime() ?? 0) || other.matches - one.matches,
    )
    .map((row) => {
      const { who, meaning, remedy } = remedyOf(row.errorId);
      return {
        ...{ ...row, start: row.start?.toISOString() ?? null },
        ...{ share: shareOf(row.matches, wholes.get(keyTextOf(row)) ?? 0), who },
        ...{ meaning: meaning[language], remedy: remedy[language] },
      };
    });
}

export function operatorViews(
  volumes: readonly Row<VolumeNumbers>[],
  latencies: readonly LatencyRow[],
  scores: readonly Row<AvailabilityNumbers>[],
): OperatorRowView[] {
  const timesOf = new Map(latencies.map((row) => [keyTextOf(row), row]));
  const scoresOf = new Map(scores.map((row) => [keyTextOf(row), row]));
  return volumes.map((row) => {
    const times = timesOf.get(keyTextOf(row));
    const { available = 0, unavailable = 0 } = scoresOf.get(keyTextOf(row)) ?? {};
    const { matches, statuses, verdicts } = row;
    return {
      ...{ ...keyViewOf(row), matches, statuses, verdicts, successRate: successRateOf(row) },
      unavailableRate: shareOf(unavailable, available + unavailable),
      ...{ p50: times?.p50 ?? null, p95: times?.p95 ?? null },
    };
  });
}

export function fieldView(row: Row<FieldNumbers>, then: FieldNumbers | undefined): FieldRowView {
  const { field, available, unavailable, bands } = row;
  return {
    ...{ ...keyViewOf(row), field, available, unavailable, bands, mean: meanOf(row) },
    unavailableRate: shareOf(row.unavailable, row.available + row.unavailable),
    ...{ previousMean: then === undefined ? null : meanOf(then), drift: driftOf(row, then) },
  };
}

export const accessView = ({ lastAt, ...row }: AccessFigures) => ({ ...row, lastAt: lastAt.toISOString() });

export const lifecycleView = (row: LifecycleFigures & { readonly start: Date | null }) => ({
  ...row,
  start: row.start?.toISOString() ?? null,
});

export const evidenceView = ({ checkpointAt, checkedAt, ...standing }: EvidenceStanding) => ({
  ...standing,
  ...{ checkpointAt: checkpointAt?.toISOString() ?? null, checkedAt: checkedAt?.toISOString() ?? null },
});
