import { AuditModule } from './audit/audit.module.js';
import { CallbackModule } from './callback/callback.module.js';
import { DqeMonitoringModule } from './dqe-monitoring/dqe-monitoring.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { KeysModule } from './keys/keys.module.js';
import { MatchesModule } from './matches/matches.module.js';
import { PersistenceModule } from './persistence/persistence.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** What the service does, on top of its platform. */
export const ADMIN_FEATURES = [
  PersistenceModule,
  AuditModule,
  KeysModule,
  MatchesModule,
  CallbackModule,
  ExportsModule,
  DqeMonitoringModule,
  WebhooksModule,
];
