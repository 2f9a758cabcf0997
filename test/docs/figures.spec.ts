import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figuresPage } from '../../docs/figures.mjs';

const fileOf = (name: string) => join(process.cwd(), 'docs', name);
const read = (name: string) => {
  const file = fileOf(`benchmarks/${name}.md`);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
};
const client = (ratio: string) => (name: string) =>
  name === 'client' ? `| | of bare undici |\n| --- | ---: |\n| our client | **${ratio}** |\n` : null;

describe('figures to reach', () => {
  it('are those of the results, as they are kept', () => {
    expect(readFileSync(fileOf('figures.md'), 'utf8')).toBe(figuresPage(read));
  });

  it.each([
    ['0.50 (0.31 – 0.97)', 'met'],
    ['0.49 (0.31 – 0.97)', 'not yet'],
  ])('say of %s that it is %s, and of what nobody measured that nobody has', (ratio, word) => {
    const page = figuresPage(client(ratio));
    expect(page).toContain(
      `| Client call, of bare undici | ≥ 0.5 | [${ratio}](benchmarks/client.md) | ${word} |`,
    );
    expect(page).toContain('| Client call, of stock axios | ≥ 3 | not measured | |');
  });
});
