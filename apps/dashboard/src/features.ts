import { approvals } from './approvals/index.tsx';
import { audit } from './audit/index.tsx';
import { cases } from './cases/index.tsx';
import { erasures } from './erasures/index.tsx';
import { evidence } from './evidence/index.tsx';
import { exportsFeature } from './exports/index.tsx';
import type { Feature } from './feature.ts';
import { health } from './health/index.tsx';
import { holds } from './holds/index.tsx';
import { jobs } from './jobs/index.tsx';
import { keys } from './keys/index.tsx';
import { matches } from './matches/index.tsx';
import { overview } from './overview/index.tsx';
import { people } from './people/index.tsx';
import { policies } from './policies/index.tsx';
import { register } from './register/index.tsx';
import { relationships } from './relationships/index.tsx';
import { reports } from './reports/index.tsx';
import { retention } from './retention/index.tsx';
import { settings } from './settings/index.tsx';
import { start } from './start/index.tsx';
import { subjectReports } from './subject-reports/index.tsx';
import { tryIt } from './try-it/index.tsx';
import { webhooks } from './webhooks/index.tsx';

/** Everything there is, in the order of the menu. One line each. */
export const FEATURES: readonly Feature[] = [
  overview,
  matches,
  tryIt,
  start,
  approvals,
  cases,
  subjectReports,
  erasures,
  holds,
  retention,
  relationships,
  register,
  reports,
  audit,
  evidence,
  exportsFeature,
  people,
  keys,
  webhooks,
  policies,
  settings,
  jobs,
  health,
];
