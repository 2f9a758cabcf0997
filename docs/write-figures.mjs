// npm run docs:figures: sets what was measured against what is to be reached.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { figuresPage } from './figures.mjs';

const read = (name) => {
  const file = new URL(`benchmarks/${name}.md`, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
};
writeFileSync(new URL('figures.md', import.meta.url), figuresPage(read));
