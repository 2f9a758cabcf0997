import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { FAULTS, FAULTS_SEED, FAULTS_RESULTS, FAULTS_POINTS, FAULTS_TIMES } = process.env;

/** What run.mjs was asked for. */
export const RUN = Object.freeze({
  short: FAULTS !== 'full',
  seed: Number(FAULTS_SEED ?? Date.now() % 1e6),
  /** Names of the points to kill at. */
  points: new RegExp(FAULTS_POINTS ?? ''),
  /** How often at each of them; null: as often as the suite has it, and at moments of no name besides. */
  times: FAULTS_TIMES === undefined ? null : Number(FAULTS_TIMES),
});

/** For the report of the whole run. */
export function keepResult(name: string, result: object): void {
  if (FAULTS_RESULTS === undefined) return;
  mkdirSync(FAULTS_RESULTS, { recursive: true });
  writeFileSync(join(FAULTS_RESULTS, `${name}.json`), JSON.stringify(result));
}
