import { ActorsModule } from './actors/actors.module.js';
import { ApprovalsModule } from './approvals/approvals.module.js';
import { AuditModule } from './audit/audit.module.js';
import { BackgroundJobsModule } from './background-jobs/background-jobs.module.js';
import { CallbackModule } from './callback/callback.module.js';
import { DemoModule } from './demo/demo.module.js';
import { DqeMonitoringModule } from './dqe-monitoring/dqe-monitoring.module.js';
import { ErasuresModule } from './erasures/erasures.module.js';
import { EvidenceChecksModule } from './evidence/checks/evidence-checks.module.js';
import { EvidenceModule } from './evidence/evidence.module.js';
import { ExplanationsModule } from './explanations/explanations.module.js';
import { ExportsModule } from './exports/exports.module.js';
import { HoldsModule } from './holds/holds.module.js';
import { KeysModule } from './keys/keys.module.js';
import { LiveModule } from './live/live.module.js';
import { MasterKeysModule } from './master-keys/master-keys.module.js';
import { MatchesModule } from './matches/matches.module.js';
import { PeopleModule } from './people/people.module.js';
import { PersistenceModule } from './persistence/persistence.module.js';
import { PoliciesModule } from './policies/policies.module.js';
import { RegisterModule } from './register/register.module.js';
import { RelationshipsModule } from './relationships/relationships.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { RevealsModule } from './reveals/reveals.module.js';
import { SettingsModule } from './settings/settings.module.js';
import { SubjectReportsModule } from './subject-reports/subject-reports.module.js';

import { ReviewsModule } from './reviews/reviews.module.js';
import { SubjectsModule } from './subjects/subjects.module.js';
import { VacuumModule } from './vacuum/vacuum.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';

/** What the service does, on top of its platform. */
export const ADMIN_FEATURES = [
  PersistenceModule,
  SubjectsModule,
  AuditModule,
  ActorsModule,
  KeysModule,
  SettingsModule,
  ApprovalsModule,

  PeopleModule,
  MatchesModule,
  PoliciesModule,
  LiveModule,
  RevealsModule,
  CallbackModule,
  ExportsModule,
  DqeMonitoringModule,
  WebhooksModule,
  RetentionModule,
  RelationshipsModule,
  HoldsModule,
  ErasuresModule,
  SubjectReportsModule,
  RegisterModule,
  ReportsModule,

  ReviewsModule,
  ExplanationsModule,
  DemoModule,

  MasterKeysModule,
  BackgroundJobsModule,
  VacuumModule,
  EvidenceModule,
  EvidenceChecksModule,
];
