import { routesOfModules } from './access/access-docs.js';
import type { Route } from './access/routes.js';
import { ADMIN_FEATURES } from './admin-features.js';
import { AdminModule } from './admin.module.js';
import { AdminConfigModule } from './config/admin-config.module.js';

/** Every route of the service as it is shipped, without starting it. */
export const serviceRoutes = (): readonly Route[] =>
  routesOfModules([AdminModule.forRoot({ module: AdminConfigModule }, ADMIN_FEATURES)]);
