import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { accessPage } from './access/access-docs.js';
import { serviceRoutes } from './service-routes.js';

// npm run docs:access: writes docs/access.md anew.

writeFileSync(new URL('../../../docs/access.md', import.meta.url), accessPage(serviceRoutes()));
