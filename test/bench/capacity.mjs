// What the measurements of the benchmark `instances` mean for other loads: a model of two lines, and what it asks for.

/** How busy a processor or a connection may be on average, so that bursts and the loss of an instance still fit. */
const USED = 0.6;
const [DAY_S, YEAR_S] = [86_400, 86_400 * 365];
const GIB = 2 ** 30;

/**
 * Matches a second by connections: as many as there are each take `holdMs` for a match, and nothing makes more than `most`.
 * 1/rate = 1/most + holdMs/connections, by least squares over the reciprocals.
 * @param measured at least two different pools, each with the matches a second it made
 */
export function connectionModel(measured) {
  const points = measured.map(({ connections, rate }) => ({ x: 1 / connections, y: 1 / rate }));
  const mean = (of) => points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const slope =
    mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) * (point.x - x));
  const holdS = Math.max(0, slope);
  const floorS = Math.max(0, y - holdS * x);
  return {
    holdMs: holdS * 1000,
    // Had all of them been busy all the time.
    holdAtMostMs: Math.min(...measured.map(({ connections, rate }) => (connections / rate) * 1000)),
    most: 1 / floorS,
    rateOf: (connections) => 1 / (floorS + holdS / connections),
  };
}

/**
 * What some matches a second need, all day long.
 * @param cost of one match: `appMs` and `databaseMs` of processor time, `holdMs` of a connection at most, `bytes` kept and `walBytes` written
 */
export function needsOf(perSecond, { appMs, databaseMs, holdMs, bytes, walBytes }) {
  const appCores = (perSecond * appMs) / 1000 / USED;
  return {
    perSecond,
    appCores,
    // One runs its JavaScript on one core; another one, so that one may be lost.
    instances: Math.ceil(appCores) + 1,
    databaseCores: (perSecond * databaseMs) / 1000 / USED,
    connections: Math.ceil((perSecond * holdMs) / 1000 / USED),
    gibADay: (perSecond * bytes * DAY_S) / GIB,
    tibAYear: (perSecond * bytes * YEAR_S) / GIB / 1024,
    walMibASecond: (perSecond * walBytes) / 2 ** 20,
  };
}

/** As a table. */
export function planOf(cost, loads = [10, 100, 1_000]) {
  const figure = (value) => (value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en'));
  const rows = loads
    .map((perSecond) => needsOf(perSecond, cost))
    .map((needs) => {
      const { perSecond, appCores, instances, databaseCores, connections } = needs;
      const cores = [figure(appCores), instances, figure(databaseCores), connections.toLocaleString('en')];
      const disk = [needs.gibADay, needs.tibAYear, needs.walMibASecond].map(figure);
      return `| ${[perSecond.toLocaleString('en'), ...cores, ...disk].join(' | ')} |`;
    });
  return `| matches a second | cores for instances | instances, one to lose | cores for PostgreSQL | connections in use | GiB a day | TiB a year | WAL, MiB a second |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}`;
}

/**
 * A document that shows sections of a result between `<!-- from benchmarks/NAME.md: HEADING -->` and `<!-- end -->`, with
 * these sections as the result has them.
 */
export function withQuotes(document, name, result) {
  const quote = new RegExp(`(<!-- from benchmarks/${name}\\.md: (.+?) -->\\n)[^]*?(<!-- end -->)`, 'g');
  return document.replace(
    quote,
    (_, begin, heading, end) => `${begin}\n${sectionOf(result, heading)}\n\n${end}`,
  );
}

function sectionOf(result, heading) {
  const begin = result.indexOf(`## ${heading}\n`);
  if (begin < 0) throw new Error(`the result has no section "${heading}"`);
  const text = result.slice(begin + heading.length + 4);
  return text.slice(0, text.indexOf('\n## ') >>> 0).trim();
}
