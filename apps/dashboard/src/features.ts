import type { Feature } from './feature.ts';
import { health } from './health/index.tsx';
import { jobs } from './jobs/index.tsx';
import { matches } from './matches/index.tsx';
import { overview } from './overview/index.tsx';
import { policies } from './policies/index.tsx';
import { reports } from './reports/index.tsx';
import { tryIt } from './try-it/index.tsx';

/** Everything there is, in the order of the menu. One line each. */
export const FEATURES: readonly Feature[] = [overview, matches, tryIt, policies, reports, jobs, health];
