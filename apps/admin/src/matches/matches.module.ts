import { Module, type OnModuleInit } from '@nestjs/common';
import { type Clock, DqeIdmobileModule } from 'nestjs-dqe-idmobile';
import { CALLBACK_PATH } from '../callback/callback-path.js';
import { CLOCK } from '../clock.module.js';
import { AdminConfig } from '../config/admin-config.js';
import { ReceiptsModule } from '../evidence/receipts/receipts.module.js';
import { ProblemMappers } from '../http/problem-mappers.js';
import { PublicUrl } from '../http/public-url.js';
import { ActivePolicy } from '../policies/active-policy.js';
import { PolicyStoreModule } from '../policies/policy-store.module.js';
import { DqeServer } from '../sandbox/dqe-server.js';
import { ProbingModule } from '../probing/probing.module.js';
import { SandboxModule } from '../sandbox/sandbox.module.js';
import { problemOfDqeError } from './match-problems.js';
import { MatchStoreModule } from './match-store.module.js';
import { MatchesController } from './matches.controller.js';
import { MatchesService } from './matches.service.js';
import { PrismaMatchStore } from './prisma-match-store.js';

/** Making matches, and reading what was made. */
@Module({
  imports: [
    MatchStoreModule,
    ProbingModule,
    ReceiptsModule,
    DqeIdmobileModule.forRootAsync({
      imports: [SandboxModule, MatchStoreModule, PolicyStoreModule],
      inject: [AdminConfig, PublicUrl, DqeServer, PrismaMatchStore, ActivePolicy, CLOCK],
      useFactory: (
        config: AdminConfig,
        publicUrl: PublicUrl,
        dqe: DqeServer,
        store: PrismaMatchStore,
        policies: ActivePolicy,
        clock: Clock,
      ) => ({
        ...dqe.settings,
        codeName: config.dqeCodeName,
        httpMethod: config.dqeHttpMethod,
        timeoutMs: config.dqeTimeoutMs,
        // A token, the request, and time to spare: no call is cut short by the whole.
        matchTimeoutMs: Math.max(30_000, 3 * config.dqeTimeoutMs),
        retries: { attempts: config.dqeRetries },
        circuitBreaker: config.dqeCircuitBreaker ? {} : false,
        // Whoever has a place should find a connection, too.
        maxConnections: Math.max(64, config.dqeConcurrency),
        concurrency:
          config.dqeConcurrency === 0 ? false : { limit: config.dqeConcurrency, queue: config.dqeQueue },
        redirectUri: () => publicUrl.resolve(CALLBACK_PATH),
        returnUrlOrigins: () => publicUrl.returnOrigins,
        store,
        policy: async () => (await policies.current()).policy,
        clock,
      }),
    }),
  ],
  controllers: [MatchesController],
  providers: [MatchesService],
  exports: [DqeIdmobileModule],
})
export class MatchesModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfDqeError);
  }
}
