import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { FAULTS, FAULTS_SEED, FAULTS_RESULTS } = process.env;

/** What run.mjs was asked for. */
export const RUN = Object.freeze({
  short: FAULTS !== 'full',
  seed: Number(FAULTS_SEED ?? Date.now() % 1e6),
});

/** For the report of the whole run. */
export function keepResult(name: string, result: object): void {
  if (FAULTS_RESULTS === undefined) return;
  mkdirSync(FAULTS_RESULTS, { recursive: true });
  writeFileSync(join(FAULTS_RESULTS, `${name}.json`), JSON.stringify(result));
}
