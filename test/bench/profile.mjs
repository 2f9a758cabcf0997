// npm run bench:profile -- NAME [LABEL]: what the processor is busy with under the load of a benchmark, warmed up. Prints where the
// time goes by package and by function, and keeps the flame graph as docs/benchmarks/profiles/NAME[-LABEL].svg.
import { mkdirSync, writeFileSync } from 'node:fs';
import { callTree, flameGraph, selfTimes } from './flame-graph.mjs';

const TARGETS = {
  client: async (calls = 40_000) => (await import('./client.mjs')).profile('our client', calls),
  match: async (calls = 20_000) => (await import('./client.mjs')).profile('a whole match', calls),
  'whole-match': async (matches = 6_000) => (await import('./whole-match.mjs')).profile(matches),
};

const [name, label] = process.argv.slice(2);
if (!Object.hasOwn(TARGETS, name ?? '')) {
  console.error(
    `What is to be profiled? There is: ${Object.keys(TARGETS).join(', ')}; then a label for the file, if any.`,
  );
  process.exit(2);
}

const { profile, title } = await TARGETS[name]();
const tree = callTree(profile);
const top = (nameOf, count) =>
  selfTimes(tree, nameOf)
    .slice(0, count)
    .map(([what, part]) => `${(100 * part).toFixed(1).padStart(5)} %  ${what}`)
    .join('\n');
console.log(`${title}\n\nBy package\n${top(({ owner }) => owner, 20)}\n`);
console.log(
  `By function\n${top(({ name, owner, file, line }) => `${name} (${owner} ${file}:${line})`, 45)}\n`,
);

const folder = new URL('../../docs/benchmarks/profiles/', import.meta.url);
mkdirSync(folder, { recursive: true });
const file = `${[name, label].filter((part) => part !== undefined).join('-')}.svg`;
writeFileSync(new URL(file, folder), flameGraph(tree, title));
console.log(`docs/benchmarks/profiles/${file}`);
process.exit();
