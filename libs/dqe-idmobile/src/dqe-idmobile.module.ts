import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';

import { DqeDispatcher } from './client/dispatcher.provider.js';
import { DqeCalls } from './client/dqe-calls.js';
import { DqeClient } from './client/dqe-client.js';
import { DqeTransport } from './client/dqe-transport.js';
import { httpProvider } from './client/http.provider.js';
import { CircuitBreaker } from './client/resilience/circuit-breaker.js';
import { ConcurrencyLimit } from './client/resilience/concurrency-limit.js';
import { Retries } from './client/resilience/retries.js';
import { RetryBudget } from './client/resilience/retry-budget.js';
import { TokenSource } from './client/token-source.js';
import { DQE_HTTP, DQE_OPTIONS } from './dqe-idmobile.constants.js';
import { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } from './dqe-idmobile.module-definition.js';
import { MatchingService } from './matching/matching.service.js';
import { RetrievalService } from './matching/retrieval.service.js';
import { Settlement } from './matching/settlement.js';
import { DqeEvents } from './monitor/dqe-events.js';
import { DqeIdmobileMonitor } from './monitor/dqe-idmobile-monitor.js';
import { MatchNoticeDispatcher } from './notices/match-notice-dispatcher.js';
import { NoticeHandlers } from './notices/notice-handlers.js';
import { resolveOptions } from './options/resolve-options.js';
import { PolicyInForce } from './policy/policy-in-force.js';

/**
 * DQE ID Mobile for Nest.
 *
 * ```ts
 * DqeIdmobileModule.forRoot({ baseUrl, licence, clientSecret, partnerName, isGlobal: true })
 * DqeIdmobileModule.forRootAsync({ imports, inject, useFactory })   // or useClass, useExisting
 * DqeIdmobileModule.forRootAsync(dqeIdmobileConfig.asProvider())    // from DQE_* variables, by @nestjs/config
 * ```
 *
 * @publicApi
 */
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: DQE_OPTIONS, useFactory: resolveOptions, inject: [MODULE_OPTIONS_TOKEN] },
    DqeDispatcher,
    httpProvider,
    DqeTransport,
    DqeEvents,
    CircuitBreaker,
    ConcurrencyLimit,
    RetryBudget,
    Retries,
    DqeCalls,
    TokenSource,
    DqeClient,
    NoticeHandlers,
    MatchNoticeDispatcher,
    PolicyInForce,
    Settlement,
    RetrievalService,
    MatchingService,
    DqeIdmobileMonitor,
  ],
  exports: [MatchingService, DqeIdmobileMonitor, DQE_OPTIONS, DQE_HTTP],
})
export class DqeIdmobileModule extends ConfigurableModuleClass {}
