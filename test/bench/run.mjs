// npm run bench (all) or npm run bench -- NAME. Results are printed, and kept in docs/benchmarks/NAME.md with a plot, NAME.svg.
import { cpus, loadavg, totalmem } from 'node:os';
import { commitNow } from '../support/commit.mjs';
import { writeResult } from './write-result.mjs';

const BENCHES = [
  'client',
  'dashboard',
  'durable-writes',
  'evidence',
  'export',
  'instances',
  'list',
  'memory',
  'purge',
  'reports',
  'sealed-fields',
  'sealing',
  'start-up',
  'transparency-log',
  'whole-match',
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There is: ${BENCHES.join(', ')}`);
  process.exit(2);
}

for (const name of wanted.length > 0 ? wanted : BENCHES) {
  const [load] = loadavg();
  const { run } = await import(`./${name}.mjs`);
  const report = `${await run()}\n${machine(load)}\n`;
  console.log(report);
  writeResult(name, report);
}

/** With what else went on, as far as the load of a minute says. */
function machine(load) {
  const memory = Math.round(totalmem() / 2 ** 30);
  const busy =
    load < cpus().length ? '' : ` Other work went on meanwhile: a load of ${load.toFixed(0)} at the start.`;
  return `Measured ${new Date().toISOString().slice(0, 10)} on ${cpus().length} × ${cpus()[0].model.trim()}, ${memory} GiB, Node ${process.versions.node}, commit ${commitNow()}.${busy}`;
}
