import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { panelsOf, plotted } from '../bench/plot.mjs';

const DIRECTORY = join(process.cwd(), 'docs/benchmarks');
const results = readdirSync(DIRECTORY).filter((name) => name.endsWith('.md'));
const read = (file: string) => readFileSync(join(DIRECTORY, file), 'utf8');

const RESULT = `# Ours & theirs

| | matches a second | p99 |
| --- | ---: | ---: |
| ours | 322 (302 – 344) | 1,351.2 ms (281.4 ms – 1,394.7 ms) |
| \`theirs\`, <old> | 977 | none |
| ours / theirs | **0.34 (0.31 – 0.68)** | 2.74 |
`;

describe('plots of benchmarks', () => {
  it('draw what compares first, then column after column, with the spread', () => {
    expect(panelsOf(RESULT)).toEqual([
      {
        ...{ title: 'matches a second, ratio', ratio: true },
        bars: [{ label: 'ours / theirs', value: 0.34, least: 0.31, most: 0.68, text: '0.34 (0.31 – 0.68)' }],
      },
      {
        ...{ title: 'p99, ratio', ratio: true },
        bars: [{ label: 'ours / theirs', value: 2.74, least: undefined, most: undefined, text: '2.74' }],
      },
      {
        ...{ title: 'matches a second', ratio: false },
        bars: [
          { label: 'ours', value: 322, least: 302, most: 344, text: '322 (302 – 344)' },
          { label: 'theirs, <old>', value: 977, least: undefined, most: undefined, text: '977' },
        ],
      },
      {
        ...{ title: 'p99', ratio: false },
        bars: [
          expect.objectContaining({ label: 'ours', value: 1351.2, least: 281.4, most: 1394.7 }) as object,
        ],
      },
    ]);
  });

  it('take a spread out of a column of its own', () => {
    const [panel] = panelsOf(
      '| operation | per second | spread |\n| --- | --- | --- |\n| sign | 34,731 | 24,679 – 35,772 |\n',
    );
    expect(panel?.bars).toEqual([
      { label: 'sign', value: 34_731, least: 24_679, most: 35_772, text: '34,731 (24,679 – 35,772)' },
    ]);
  });

  it('are shown before the first table, once, and are XML whatever the words are', () => {
    const { markdown, svg } = plotted(RESULT, 'whole');
    expect(markdown).toMatch(/\n!\[[^\]]+\]\(whole\.svg\)\n\n\| \| matches a second/);
    expect(plotted(markdown, 'whole')).toEqual({ markdown, svg });
    expect(svg).toContain('<title>Ours &amp; theirs</title>');
    expect(svg).toContain('theirs, &lt;old&gt;');
  });

  it('show what is below zero without a bar', () => {
    const { svg } = plotted('| format | growth |\n| --- | ---: |\n| csv | -1 MiB |\n', 'below');
    expect(svg).toContain('-1 MiB');
    expect(svg).not.toMatch(/width="-/);
  });

  it('are not made of words alone', () => {
    expect(plotted('| a | b |\n| --- | --- |\n| c | d |\n', 'words').svg).toBeNull();
  });

  it.each(results)('%s is drawn as it reads', (file) => {
    const name = file.slice(0, -'.md'.length);
    const markdown = read(file);
    const { markdown: expected, svg } = plotted(markdown, name);
    expect(markdown).toBe(expected);
    if (svg !== null) expect(read(`${name}.svg`)).toBe(svg);
  });
});
