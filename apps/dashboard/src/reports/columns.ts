import { STATUSES, VERDICTS } from '../overview/overview.ts';
import { OF_MATCHES, type Report, type ReportName, type Row } from './report.ts';

export type Kind =
  'text' | 'count' | 'share' | 'score' | 'time' | 'interval' | 'duration' | 'actor' | 'field' | 'country';

export interface Column {
  /** Key of its title, below `reports.columns`. */
  readonly name: string;
  readonly kind: Kind;
  readonly of: (row: Row) => unknown;
}

const column = (name: string, kind: Kind = 'count'): Column => ({ name, kind, of: (row) => row[name] });
const counts = (...names: readonly string[]) => names.map((name) => column(name));
const inside = (part: string, names: readonly string[]): Column[] =>
  names.map((name) => ({
    ...{ name: `${part}.${name}`, kind: 'count' },
    of: (row) => (row[part] as Record<string, number> | undefined)?.[name],
  }));
const times = (...names: readonly string[]) => names.map((name) => column(name, 'duration'));

const OWN: Readonly<Record<ReportName, readonly Column[]>> = {
  volumes: [
    ...[...counts('matches'), column('successRate', 'share')],
    ...[
      ...inside('statuses', STATUSES),
      ...inside('verdicts', VERDICTS),
      ...counts('contested', 'overridden'),
    ],
  ],
  operators: [
    ...[
      ...counts('matches'),
      column('successRate', 'share'),
      column('unavailableRate', 'share'),
      ...times('p50', 'p95'),
    ],
    ...[...inside('statuses', STATUSES), ...inside('verdicts', VERDICTS)],
  ],
  latency: [...counts('answered'), ...times('p50', 'p95', 'p99')],
  errors: [
    ...[column('errorId', 'text'), ...counts('matches'), column('share', 'share'), column('meaning', 'text')],
    ...[column('who', 'actor'), column('remedy', 'text')],
  ],
  consent: [
    ...counts(
      'matches',
      'offered',
      'required',
      'opened',
      'returned',
      'agreed',
      'refused',
      'failed',
      'expired',
    ),
    ...[...counts('pending'), column('agreedRate', 'share')],
  ],
  fields: [
    ...[column('field', 'field'), ...counts('available', 'unavailable'), column('unavailableRate', 'share')],
    ...[column('mean', 'score'), column('previousMean', 'score'), column('drift', 'score')],
  ],
  accesses: [
    ...[
      column('name', 'text'),
      column('actorKind', 'text'),
      column('actorId', 'text'),
      column('action', 'text'),
    ],
    ...[...counts('allowed', 'refused', 'failed'), column('lastAt', 'time')],
  ],
  lifecycle: counts('purged', 'purges', 'erased', 'refused', 'nothingHeld', 'holdsPlaced', 'holdsReleased'),
};

/** What its rows are about comes first. */
export function columnsOf({ report, interval, groupBy = [] }: Report): readonly Column[] {
  const start = interval === undefined || interval === 'none' ? [] : [column('start', 'interval')];
  const groups = OF_MATCHES.includes(report)
    ? groupBy.map((name) => column(name, name === 'country' ? 'country' : 'text'))
    : [];
  return [...start, ...groups, ...OWN[report]];
}
