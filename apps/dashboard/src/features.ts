import type { Feature } from './feature.ts';
import { matches } from './matches/index.tsx';
import { tryIt } from './try-it/index.tsx';

/** Everything there is, in the order of the menu. One line each. */
export const FEATURES: readonly Feature[] = [matches, tryIt];
