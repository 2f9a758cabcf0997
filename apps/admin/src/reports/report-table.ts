import { MATCH_STATUSES } from 'nestjs-dqe-idmobile';
import { csvOf } from '../documents/csv.js';
import { type Language, type Text, timeText } from '../documents/language.js';
import { pdfOf } from '../documents/pdf.js';
import type { PdfWriter } from '../documents/pdf-writer.js';
import { VERDICTS } from '../matches/match.view.js';
import { FIELDS } from '../subject-reports/report-texts.js';
import { ACTOR_WORDS, COLUMN_WORDS, STATUS_WORDS, TITLES, VERDICT_WORDS, WORDS } from './report-texts.js';
import type { ReportView } from './report.views.js';

type Cell = string | number | null;
type Kind = 'text' | 'word' | 'count' | 'share' | 'number' | 'ms' | 'time';

/** One column: its name in a CSV, its title for people, and where its value is. */
interface Column {
  readonly name: string;
  readonly title: Text;
  readonly kind: Kind;
  readonly of: (row: Row) => unknown;
  /** Words for codes. */
  readonly words?: Readonly<Record<string, Text>>;
}

type Row = Readonly<Record<string, unknown>>;
type AnyReport = ReportView & { readonly groupBy?: readonly string[]; readonly total?: object };

const column = (name: string, kind: Kind, words?: Column['words']): Column => ({
  ...{ name, kind, title: COLUMN_WORDS[name] ?? { en: name, fr: name }, of: (row: Row) => row[name] },
  ...(words === undefined ? {} : { words }),
});
const counts = (...names: readonly string[]) => names.map((name) => column(name, 'count'));
const within = (part: string, words: Readonly<Record<string, Text>>, names: readonly string[]) =>
  names.map((name): Column => ({
    ...{ name: `${part}.${name}`, kind: 'count', title: words[name] ?? { en: name, fr: name } },
    of: (row) => (row[part] as Record<string, number>)[name],
  }));

const STATUSES = within('statuses', STATUS_WORDS, MATCH_STATUSES);
const VERDICT_COUNTS = within('verdicts', VERDICT_WORDS, VERDICTS);
const TIMES = ['p50', 'p95', 'p99'].map((name) => column(name, 'ms'));

const COLUMNS: Readonly<Record<ReportView['report'], readonly Column[]>> = {
  volumes: [
    ...[...counts('matches'), ...STATUSES, column('successRate', 'share'), ...VERDICT_COUNTS],
    ...counts('contested', 'overridden'),
  ],
  latency: [...counts('answered'), ...TIMES],
  errors: [
    ...[
      column('errorId', 'text'),
      column('category', 'text'),
      ...counts('matches'),
      column('share', 'share'),
    ],
    ...[column('meaning', 'text'), column('who', 'word', ACTOR_WORDS), column('remedy', 'text')],
  ],
  consent: [
    ...counts('matches', 'offered', 'required', 'opened', 'returned', 'agreed', 'refused', 'failed'),
    ...[...counts('expired', 'pending'), column('agreedRate', 'share')],
  ],
  operators: [
    ...[...counts('matches'), ...STATUSES, column('successRate', 'share'), ...VERDICT_COUNTS],
    ...[column('unavailableRate', 'share'), column('p50', 'ms'), column('p95', 'ms')],
  ],
  fields: [
    ...[column('field', 'word', FIELDS), ...counts('available', 'unavailable')],
    ...[column('unavailableRate', 'share'), column('mean', 'number'), column('previousMean', 'number')],
    column('drift', 'number'),
  ],
  accesses: [
    ...[
      column('actorKind', 'text'),
      column('actorId', 'text'),
      column('name', 'text'),
      column('action', 'text'),
    ],
    ...[...counts('allowed', 'refused', 'failed'), column('lastAt', 'time')],
  ],
  lifecycle: counts('purged', 'purges', 'erased', 'refused', 'nothingHeld', 'holdsPlaced', 'holdsReleased'),
};

/** What people need not read column by column: too wide for a page. */
const NOT_ON_PAPER = new Set([
  ...['statuses.requested', 'statuses.consent_pending', 'statuses.retrieving', 'category', 'actorId'],
]);

/** With what its rows are about in front. */
function columnsOf(report: AnyReport): readonly Column[] {
  const named = 'interval' in report && report.interval !== 'none' ? [column('start', 'time')] : [];
  const groups = (report.groupBy ?? []).map((name) => column(name, 'text'));
  return [...named, ...groups, ...COLUMNS[report.report]];
}

/** By codes, for machines: whatever the language. */
export function reportCsv(report: AnyReport): string {
  const columns = columnsOf(report);
  const cells = (report.rows as unknown as readonly Row[]).map((row) =>
    columns.map(({ of }) => cellOf(of(row))),
  );
  return csvOf(
    columns.map(({ name }) => name),
    cells,
  );
}

export const reportPdf = (report: AnyReport, language: Language): Promise<Buffer> =>
  pdfOf(
    {
      ...{ language, title: TITLES[report.report][language], createdAt: new Date(report.generatedAt) },
      about: periodText(report, language),
    },
    (pdf) => {
      pdf.facts(factsOf(report, language));
      printReport(pdf, report, language);
      pdf.paragraph(WORDS.utc[language], { quiet: true });
    },
  );

/** The same, one figure a line: what it is of, its name, its value. */
export function csvRowsOf(report: AnyReport): (readonly [of: string, figure: string, value: Cell])[] {
  const columns = columnsOf(report);
  const about = columns.filter(({ name, kind }) => kind === 'time' || ABOUT.has(name));
  return (report.rows as unknown as readonly Row[]).flatMap((row) => {
    const of = about.map((one) => `${one.name}=${cellOf(one.of(row)) ?? ''}`).join('; ');
    return columns
      .filter((one) => !about.includes(one))
      .map((one) => [of, one.name, cellOf(one.of(row))] as const);
  });
}

/** Columns that say what a row is of. */
const ABOUT = new Set(['start', 'application', 'operator', 'country', 'purpose', 'errorId', 'field']);

/** What a report is about, for people. */
export function factsOf(report: AnyReport, language: Language): (readonly [string, string | null])[] {
  const filters = 'filters' in report ? Object.entries(report.filters) : [];
  return [
    [WORDS.period[language], periodText(report, language)],
    ...filters.map(
      ([name, value]) => [COLUMN_WORDS[name]?.[language] ?? name, value as string | null] as const,
    ),
    [WORDS.generated[language], timeText(new Date(report.generatedAt), language)],
  ];
}

export const periodText = ({ from, to }: { from: string; to: string }, language: Language): string =>
  `${shortTime(from, language)} ${WORDS.until[language]} ${shortTime(to, language)}`;

/** The table of a report, for people: titles and cells. */
export function tableOf(report: AnyReport, language: Language) {
  const columns = columnsOf(report).filter(({ name }) => !NOT_ON_PAPER.has(name));
  const line = (row: Row) => columns.map((one) => textOf(one, row, language));
  const rows = report.rows as unknown as readonly Row[];
  const total = report.total as Row | undefined;
  const named = columns.some(({ name }) => ['start', ...(report.groupBy ?? [])].includes(name));
  return {
    columns: columns.map(({ title, kind, name }) => ({
      ...{ title: title[language], weight: WEIGHTS[name] ?? 1 },
      align: ['text', 'word', 'time'].includes(kind) ? ('left' as const) : ('right' as const),
    })),
    rows: [
      ...rows.map(line),
      // Where rows are of parts, the whole is the last.
      ...(total === undefined || !named || rows.length === 0
        ? []
        : [line(total).map((text, place) => (place === 0 ? WORDS.total[language] : text))]),
    ],
  };
}

const WEIGHTS: Readonly<Record<string, number>> = {
  ...{ start: 1.6, operator: 1.4, meaning: 3, remedy: 3.4, who: 1.6, field: 1.6, name: 1.8, action: 1.6 },
};

export function printReport(pdf: PdfWriter, report: AnyReport, language: Language): void {
  const { columns, rows } = tableOf(report, language);
  if (rows.length === 0) pdf.paragraph(WORDS.empty[language]);
  else pdf.table(columns, rows);
}

const cellOf = (value: unknown): Cell =>
  typeof value === 'number' || typeof value === 'string' ? value : null;

function textOf({ of, kind, words }: Column, row: Row, language: Language): string {
  const value = of(row);
  if (value === null || value === undefined) return kind === 'text' ? WORDS.none[language] : '–';
  const locale = LOCALES[language];
  if (typeof value === 'string') {
    return kind === 'time' ? shortTime(value, language) : (words?.[value]?.[language] ?? value);
  }
  const number = Number(value);
  if (kind === 'share') return number.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 });
  if (kind === 'ms') return `${number.toLocaleString(locale)} ms`;
  return number.toLocaleString(locale, { maximumFractionDigits: 3 });
}

const LOCALES = { en: 'en-GB', fr: 'fr-FR' } as const;

const shortTime = (at: string, language: Language): string =>
  new Intl.DateTimeFormat(LOCALES[language], {
    ...{ dateStyle: 'short', timeStyle: 'short', timeZone: 'UTC' },
  }).format(new Date(at));
