import type { Finding } from './report.js';

/** Beyond this many differences they are no longer told apart. */
const MAX_PENDING = 50_000;
const MAX_RUNS = 4_000;

/** Consecutive events that are given as they were expected, though maybe elsewhere. */
interface Run {
  readonly index: number;
  readonly position: number;
  length: number;
}

interface Pending {
  readonly at: number;
  readonly id: string | null;
}

/**
 * Lays the events that are given beside those that are expected, both in one pass and by their hashes, and says what
 * became of each. Memory grows with the differences, not with the log.
 */
export class Alignment {
  readonly #runs: Run[] = [];
  readonly #expected = new Map<string, Pending[]>();
  readonly #given = new Map<string, Pending[]>();
  #pending = 0;
  /** There are too many differences to name each. */
  overflowed = false;

  /** Whether everything so far was where it had to be. */
  get inStep(): boolean {
    const [run, ...more] = this.#runs;
    return (
      !this.overflowed &&
      this.#pending === 0 &&
      more.length === 0 &&
      (run === undefined || run.index === run.position)
    );
  }

  /** So many events, in this place, are as expected. */
  match(index: number, position: number, length = 1): void {
    const last = this.#runs.at(-1);
    const follows =
      last !== undefined && last.index + last.length === index && last.position + last.length === position;
    if (follows) last.length += length;
    else this.#runs.push({ index, position, length });
    if (this.#runs.length > MAX_RUNS) this.#overflow();
  }

  expect(hash: Uint8Array, index: number): void {
    if (this.overflowed) return;
    const found = this.#take(this.#given, hash);
    if (found === undefined) this.#keep(this.#expected, hash, { at: index, id: null });
    else this.match(index, found.at);
  }

  give(hash: Uint8Array, position: number, id: () => string | null): void {
    if (this.overflowed) return;
    const found = this.#take(this.#expected, hash);
    if (found === undefined) this.#keep(this.#given, hash, { at: position, id: id() });
    else this.match(found.at, position);
  }

  /** What is altered, missing, added and reordered. Not to be asked for after an overflow. */
  findings(): Finding[] {
    const runs = this.#runs.toSorted((a, b) => a.position - b.position);
    const kept = longestIncreasing(runs);
    const reordered = runs
      .filter((run) => !kept.includes(run))
      .map(({ index, position, length }) => ({ kind: 'reordered' as const, index, position, count: length }));
    // An event that is not there, and one that should not be there, between the same two neighbours: it was altered.
    const between = (at: number, what: 'index' | 'position') => kept.filter((run) => run[what] < at).length;
    const added = grouped(sorted(this.#given), ({ at }) => between(at, 'position'));
    const altered: Finding[] = [];
    const missing: number[] = [];
    for (const { at } of sorted(this.#expected)) {
      const instead = added.get(between(at, 'index'))?.shift();
      if (instead === undefined) missing.push(at);
      else altered.push({ kind: 'altered', index: at, id: instead.id });
    }
    const rest = [...added.values()]
      .flat()
      .map(({ at, id }): Finding => ({ kind: 'added', position: at, id }));
    return [...altered, ...rest, ...asMissing(missing), ...reordered];
  }

  #take(map: Map<string, Pending[]>, hash: Uint8Array): Pending | undefined {
    if (map.size === 0) return undefined;
    const key = keyOf(hash);
    const waiting = map.get(key);
    const first = waiting?.shift();
    if (first === undefined) return undefined;
    this.#pending -= 1;
    if (waiting?.length === 0) map.delete(key);
    return first;
  }

  #keep(map: Map<string, Pending[]>, hash: Uint8Array, one: Pending): void {
    const key = keyOf(hash);
    const waiting = map.get(key);
    if (waiting === undefined) map.set(key, [one]);
    else waiting.push(one);
    this.#pending += 1;
    if (this.#pending > MAX_PENDING) this.#overflow();
  }

  #overflow(): void {
    this.overflowed = true;
    this.#expected.clear();
    this.#given.clear();
    this.#runs.length = 0;
  }
}

const keyOf = (hash: Uint8Array): string => Buffer.from(hash).toString('latin1');
const sorted = (map: ReadonlyMap<string, Pending[]>): Pending[] =>
  [...map.values()].flat().sort((a, b) => a.at - b.at);

function grouped(all: readonly Pending[], keyOf: (one: Pending) => number): Map<number, Pending[]> {
  const groups = new Map<number, Pending[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

function asMissing(indexes: readonly number[]): Finding[] {
  const found: { kind: 'missing'; index: number; count: number }[] = [];
  for (const index of indexes) {
    const last = found.at(-1);
    if (last !== undefined && last.index + last.count === index) last.count += 1;
    else found.push({ kind: 'missing', index, count: 1 });
  }
  return found;
}

/** A run, and the best way to it. */
interface Chain {
  readonly run: Run;
  readonly events: number;
  readonly before: Chain | null;
}

/** Of runs in the order given, those that keep the order expected: as many events as can be. */
function longestIncreasing(runs: readonly Run[]): Run[] {
  const chains: Chain[] = [];
  let best: Chain | null = null;
  for (const run of runs) {
    let before: Chain | null = null;
    for (const chain of chains) {
      if (chain.run.index < run.index && chain.events > (before?.events ?? 0)) before = chain;
    }
    const chain: Chain = { run, events: run.length + (before?.events ?? 0), before };
    if (chain.events > (best?.events ?? 0)) best = chain;
    chains.push(chain);
  }
  const kept: Run[] = [];
  for (let chain = best; chain !== null; chain = chain.before) kept.unshift(chain.run);
  return kept;
}
