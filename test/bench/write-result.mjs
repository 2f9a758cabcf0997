import { readFileSync, writeFileSync } from 'node:fs';
import { withQuotes } from './capacity.mjs';
import { plotted } from './plot.mjs';

const DOCS = new URL('../../docs/', import.meta.url);

/** Keeps the result of a benchmark in docs/benchmarks, its plot beside it, and what the capacity plan quotes of it. */
export function writeResult(name, result) {
  const { markdown, svg } = plotted(result, name);
  writeFileSync(new URL(`benchmarks/${name}.md`, DOCS), markdown);
  if (svg !== null) writeFileSync(new URL(`benchmarks/${name}.svg`, DOCS), svg);
  const plan = new URL('capacity.md', DOCS);
  writeFileSync(plan, withQuotes(readFileSync(plan, 'utf8'), name, markdown));
}
