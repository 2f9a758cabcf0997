// What is to be reached, and where it was measured: docs/figures.md is made of the results, so the two cannot tell two things.
import { panelsOf } from '../test/bench/plot.mjs';

/** A target is a least value, or a most; `panel` and `bar` are a column and a row of the result in docs/benchmarks. */
const TARGETS = [
  of('Client call, of bare undici', 'client', 'of bare undici', 'our client', { least: 0.5 }),
  of('Client call, of stock axios', 'client', 'of stock axios', 'our client', { least: 3 }),
  of('Whole match over HTTP, of the naive app', 'whole-match', 'matches a second, ratio', 'ours / naive', {
    least: 3,
  }),
  of('… and its p99, of the naive app', 'whole-match', 'p99, ratio', 'ours / naive', { most: 1 }),
  of(
    'Evidence on, of off, whole match over HTTP',
    'whole-match',
    'matches a second until all are in the log, ratio',
    'ours / no log',
    { least: 0.8 },
  ),
  of('… of the store alone, embedded', 'evidence', 'ratio', 'embedded', { least: 0.8 }),
  of('… of the store alone, PostgreSQL', 'evidence', 'ratio', 'PostgreSQL', { least: 0.8 }),
  of('Encrypted, of plain: a new number', 'sealing', 'ratio', 'creation, a new number each', { least: 0.7 }),
  of('Encrypted, of plain: a known number', 'sealing', 'ratio', 'creation, known numbers', { least: 0.7 }),
  of(
    'Durable lines at 256 callers, of one INSERT each, PostgreSQL',
    'durable-writes',
    'ratio',
    'lines of the access log, PostgreSQL',
    { least: 3 },
  ),
  of(
    'Durable matches at 256 callers, of statements of their own, PostgreSQL',
    'durable-writes',
    'ratio',
    'matches, opened and ended, PostgreSQL',
    { least: 3 },
  ),
  of('List, p99 over ten million matches, of over 100,000', 'list', 'p99, ratio', 'nothing', { most: 1.5 }),
  of('… its last page, of the first, p99', 'list', 'p99, last', 'nothing', { most: 1.5 }),
  of('Masked export of a million, of COPY, CSV', 'export', 'of COPY, rows', 'csv', { least: 0.8 }),
  of('… NDJSON', 'export', 'of COPY, rows', 'ndjson', { least: 0.8 }),
  of('… memory it takes more than 100,000, MiB, CSV', 'export', 'growth', 'csv', { most: 32 }),
  of('… NDJSON', 'export', 'growth', 'ndjson', { most: 32 }),
  of('… its first byte, CSV', 'export', 'first byte, 1,000,000', 'csv', { most: 100, unit: 'ms' }),
  of('… NDJSON', 'export', 'first byte, 1,000,000', 'ndjson', { most: 100, unit: 'ms' }),
  of(
    'Overview with a million matches interactive, first visit',
    'dashboard',
    'median',
    'first visit: interactive',
    {
      most: 1_500,
      unit: 'ms',
    },
  ),
  of('Report that takes longest, a million matches', 'reports', 'median', 'overview, 90 days', {
    most: 500,
    unit: 'ms',
  }),
  of(
    'Verifier, events a second from one file',
    'transparency-log',
    'per second, median of 5',
    'verify a bundle in one file',
    { least: 100_000 },
  ),
];

function of(what, file, panel, bar, limit) {
  return { what, file, panel, bar, limit };
}

/** @param read the text of a result by its name; null where there is none */
export function figuresPage(read) {
  const rows = TARGETS.map(({ what, file, panel, bar, limit }) => {
    const result = read(file);
    const found = panelsOf(result ?? '')
      .find(({ title }) => title === panel)
      ?.bars.find(({ label }) => label === bar);
    const number = (limit.least ?? limit.most).toLocaleString('en');
    const asked = `${limit.least === undefined ? '≤' : '≥'} ${number}${limit.unit === undefined ? '' : ` ${limit.unit}`}`;
    if (found === undefined) return `| ${what} | ${asked} | not measured | |`;
    const met = limit.least === undefined ? found.value <= limit.most : found.value >= limit.least;
    return `| ${what} | ${asked} | [${found.text}](benchmarks/${file}.md) | ${met ? 'met' : 'not yet'} |`;
  });
  return `# Figures to reach

Made by \`npm run docs:figures\` of the results in [benchmarks](benchmarks): medians of rounds that took turns, with the least and the most.
What stands in the way where a figure is not reached: [profiles](benchmarks/profiles/README.md).

| | asked for | measured | |
| --- | ---: | ---: | --- |
${rows.join('\n')}

No figure but a test: [ten thousand cold calls make one token request](../libs/dqe-idmobile/src/client/politeness.int-spec.ts). Found by the
fault suite: [calls per match while DQE is down, and what the kills did](faults.md); the log was killed [308 times more](faults-evidence.md).
`;
}
