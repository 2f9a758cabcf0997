/** The reports there are, in the order they are offered. */
export const REPORTS = [
  ...(['volumes', 'operators', 'latency', 'errors', 'consent', 'fields', 'accesses', 'lifecycle'] as const),
] as const;
export type ReportName = (typeof REPORTS)[number];

export const INTERVALS = ['none', 'hour', 'day', 'week', 'month'] as const;
export const GROUPS = ['application', 'operator', 'country', 'purpose'] as const;
export const FILTERS = GROUPS;
export type Group = (typeof GROUPS)[number];

/** Those that are about matches, and can be narrowed and grouped. */
export const OF_MATCHES: readonly ReportName[] = [
  'volumes',
  'operators',
  'latency',
  'errors',
  'consent',
  'fields',
];

export type Row = Readonly<Record<string, unknown>>;

/** As the service answers it. */
export interface Report {
  readonly report: ReportName;
  readonly generatedAt: string;
  readonly interval?: string;
  readonly groupBy?: readonly Group[];
  readonly rows: readonly Row[];
  readonly total?: Row;
}

/** What is asked for. */
export interface Asked {
  readonly report: ReportName;
  readonly from: string;
  readonly to: string;
  readonly interval: (typeof INTERVALS)[number];
  readonly groupBy: readonly Group[];
  readonly filters: Readonly<Partial<Record<Group, string>>>;
}

export function queryOf({
  report,
  from,
  to,
  interval,
  groupBy,
  filters,
}: Asked): Record<string, string | undefined> {
  const period = { from, to };
  if (report === 'accesses') return { ...period, application: filters.application };
  if (report === 'lifecycle') return { ...period, interval };
  return { ...period, interval, ...filters, groupBy: groupBy.length === 0 ? undefined : groupBy.join(',') };
}
