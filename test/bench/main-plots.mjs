// npm run docs:plots. Draws the plots of docs/benchmarks anew, from the tables there.
import { readdirSync, readFileSync } from 'node:fs';
import { writeResult } from './write-result.mjs';

const DIRECTORY = new URL('../../docs/benchmarks/', import.meta.url);

for (const file of readdirSync(DIRECTORY).filter((name) => name.endsWith('.md'))) {
  writeResult(file.slice(0, -'.md'.length), readFileSync(new URL(file, DIRECTORY), 'utf8'));
}
