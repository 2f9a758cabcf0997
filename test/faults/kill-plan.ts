import type { Chance } from './chance.js';
import { KILL_POINTS, type KillOrder, type KillPoint } from './kill-points.js';
import { RUN } from './run-settings.js';

/** How one process is to die. */
export type Kill =
  | { readonly how: 'named'; readonly order: KillOrder }
  /** From outside: so long after it was started. */
  | { readonly how: 'starting'; readonly afterMs: number }
  /** From outside: so long after it listened. */
  | { readonly how: 'running'; readonly afterMs: number };

/** Those that were asked for; all, as a rule. */
export const POINTS = KILL_POINTS.filter(({ name }) => RUN.points.test(name));

const orderFor = (point: KillPoint, chance: Chance): KillOrder => ({
  ...point,
  nth: point.seldom === true ? 1 : chance.whole(1, point.most ?? 8),
});

/** Every one of these points `rounds` times, and so many kills at moments of no name, in any order. */
export function killPlan(
  chance: Chance,
  points: readonly KillPoint[],
  { rounds, random }: { rounds: number; random: number },
): Kill[] {
  const named = Array.from({ length: rounds }, () => points)
    .flat()
    .map((point): Kill[] => {
      const before = KILL_POINTS.find(({ name }) => name === point.after);
      const orders = [...(before === undefined ? [] : [before]), point];
      return orders.map((each) => ({ how: 'named', order: orderFor(each, chance) }));
    });
  const unnamed = Array.from({ length: random }, (): Kill[] => [
    chance.happens(0.25)
      ? { how: 'starting', afterMs: chance.whole(0, 2_500) }
      : { how: 'running', afterMs: chance.whole(20, 1_500) },
  ]);
  return chance.shuffled([...named, ...unnamed]).flat();
}
