import { writeFileSync } from 'node:fs';
import { plotted } from './plot.mjs';

const DIRECTORY = new URL('../../docs/benchmarks/', import.meta.url);

/** Keeps the result of a benchmark in docs/benchmarks, its plot beside it. */
export function writeResult(name, result) {
  const { markdown, svg } = plotted(result, name);
  writeFileSync(new URL(`${name}.md`, DIRECTORY), markdown);
  if (svg !== null) writeFileSync(new URL(`${name}.svg`, DIRECTORY), svg);
}
