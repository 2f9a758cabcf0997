import { gzipSync } from 'node:zlib';

/** Of the JavaScript that has to be there before anything is seen; gzipped, in kB of 1,000 bytes. */
const BUDGET_KB = 450;

/**
 * The entry and all it imports at once; pages come when they are opened.
 * @returns a line for people
 * @throws Error the budget is exceeded
 */
export function checkBudget(output) {
  const chunks = new Map(
    output.filter(({ type }) => type === 'chunk').map((chunk) => [chunk.fileName, chunk]),
  );
  const initial = new Set();
  const take = (name) => {
    if (initial.has(name)) return;
    initial.add(name);
    for (const imported of chunks.get(name).imports) take(imported);
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) take(chunk.fileName);
  const bytes = [...initial].reduce((sum, name) => sum + gzipSync(chunks.get(name).code).length, 0);
  const size = `${Math.round(bytes / 1000)} kB gzipped of at most ${BUDGET_KB}`;
  if (bytes > BUDGET_KB * 1000) {
    const largest = [...initial].map((name) => `${name}: ${chunks.get(name).code.length} bytes`).join('\n');
    throw new Error(`The dashboard's initial JavaScript is ${size}. Load pages lazily.\n${largest}`);
  }
  return `dashboard: initial JavaScript ${size}, ${chunks.size} chunks`;
}
