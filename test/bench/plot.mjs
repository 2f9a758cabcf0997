// Bars of what is in the tables of a benchmark's result, with their spread: a document is all that a plot needs, so that a result
// and its plot cannot tell two things, and a plot can be drawn anew without measuring anew (npm run docs:plots).
const WIDTH = 720;
const [LEFT, RIGHT, LINE, BAR] = [16, 210, 34, 12];
const STYLE = `text{font:12px system-ui,sans-serif;fill:#1f2328}.head{font-weight:600;font-size:14px}.back{fill:#fff}.track{fill:#eff2f5}
.bar{fill:#57a0e5}.ratio{fill:#3fa66b}.spread{stroke:#1f2328;stroke-width:1.5;fill:none}
@media(prefers-color-scheme:dark){text{fill:#e6edf3}.back{fill:#0d1117}.track{fill:#21262d}.bar{fill:#2f6fb3}.ratio{fill:#2f8653}.spread{stroke:#e6edf3}}`;
const NUMBER = String.raw`-?[\d,]+(?:\.\d+)?`;
const CELL = new RegExp(
  String.raw`^(${NUMBER})(?: ?[^\d\s(]+)?(?: \((${NUMBER})(?: ?[^\d\s]+)? – (${NUMBER})(?: ?[^\d\s]+)?\))?$`,
);
const SPREAD = new RegExp(String.raw`^(${NUMBER}) – (${NUMBER})$`);

/**
 * The result with its plot in it.
 * @param markdown of a result
 * @param name of the file, without its ending
 * @returns the plot is null where no table has figures, and the result then as it was
 */
export function plotted(markdown, name) {
  const panels = panelsOf(markdown);
  if (panels.length === 0) return { markdown, svg: null };
  const link = `![The figures below as bars, with their spread](${name}.svg)\n\n`;
  const withLink = markdown.includes(link) ? markdown : markdown.replace(/^\|/m, `${link}|`);
  return { markdown: withLink, svg: draw(/^# (.*)$/m.exec(markdown)?.[1] ?? name, panels) };
}

/** What is drawn: ratios first, then column after column, each by its own measure. */
export function panelsOf(markdown) {
  const panels = tablesOf(markdown).flatMap(({ head, rows }) => {
    const spreadAt = head.indexOf('spread');
    return head.flatMap((title, column) => {
      if (column === 0 || column === spreadAt || title === 'budget') return [];
      const bars = rows.flatMap((row) => {
        const figure = figureOf(row[column], column + 1 === spreadAt ? row[spreadAt] : undefined);
        return figure === null ? [] : [{ label: plain(row[0]), ...figure }];
      });
      // A row that compares two others is of another kind than they.
      const compares = ({ label }) => label.includes(' / ');
      const ratio = /^(ratio|of )/.test(title);
      return [
        { title: `${title}, ratio`, ratio: true, bars: bars.filter(compares) },
        { title, ratio, bars: bars.filter((bar) => !compares(bar)) },
      ].filter((panel) => panel.bars.length > 0);
    });
  });
  return [...panels.filter(({ ratio }) => ratio), ...panels.filter(({ ratio }) => !ratio)];
}

function tablesOf(markdown) {
  const blocks = markdown.match(/(?:^\|.*\n?)+/gm) ?? [];
  return blocks.map((block) => {
    const [head, , ...rows] = block.trim().split('\n').map(cellsOf);
    return { head: head.map(plain), rows };
  });
}

const cellsOf = (line) =>
  line
    .slice(1, line.trimEnd().lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());
const plain = (cell) => cell.replaceAll(/\*\*|`|\[|\]\([^)]*\)/g, '');

/**
 * `0.84 (0.80 – 0.89)`, `141 ms`, `1,571` with its spread in a column of its own; null: it is no figure. What is below
 * zero, as a growth may be, has a bar of no width.
 */
function figureOf(cell = '', spread = '') {
  const [, middle, ...own] = CELL.exec(plain(cell)) ?? [];
  if (middle === undefined) return null;
  const [least, most] = (SPREAD.exec(plain(spread))?.slice(1) ?? own).map(numberOf);
  return { value: numberOf(middle), least, most, text: plain(cell) + (spread && ` (${plain(spread)})`) };
}

const numberOf = (text) => (text === undefined ? undefined : Number(text.replaceAll(',', '')));

function draw(title, panels) {
  let y = 10;
  const parts = panels.flatMap((panel) => {
    const most = Math.max(...panel.bars.map((bar) => bar.most ?? bar.value));
    const scale = (value) => round((Math.max(0, value) / (most > 0 ? most : 1)) * (WIDTH - LEFT - RIGHT));
    y += 24;
    const head = `<text class="head" x="${LEFT}" y="${y}">${escaped(panel.title)}</text>`;
    const bars = panel.bars.map((bar) => {
      y += LINE;
      return barAt(y, bar, panel.ratio ? 'ratio' : 'bar', scale);
    });
    y += 14;
    return [head, ...bars];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${WIDTH} ${y + 6}" width="${WIDTH}" height="${y + 6}">
<title>${escaped(title)}</title><style>${STYLE}</style><rect class="back" width="100%" height="100%"/>
${parts.join('\n')}
</svg>
`;
}

/** Its label above it, what it says beside it, and a line from the least to the most of its rounds through it. */
function barAt(y, { label, value, least, most, text }, kind, scale) {
  const [top, middle] = [y - BAR, y - BAR / 2];
  const spread =
    least === undefined
      ? ''
      : `<path class="spread" d="M${LEFT + scale(least)} ${middle}H${LEFT + scale(most)}m0-4v8M${LEFT + scale(least)} ${middle - 4}v8"/>`;
  return (
    `<text x="${LEFT}" y="${top - 4}">${escaped(label)}</text>` +
    `<rect class="track" x="${LEFT}" y="${top}" width="${WIDTH - LEFT - RIGHT}" height="${BAR}"/>` +
    `<rect class="${kind}" x="${LEFT}" y="${top}" width="${scale(value)}" height="${BAR}"/>${spread}` +
    `<text x="${WIDTH - RIGHT + 8}" y="${y - 2}">${escaped(text)}</text>`
  );
}

const round = (value) => Math.round(value * 10) / 10;
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
