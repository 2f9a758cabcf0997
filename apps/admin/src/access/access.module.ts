import { Global, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { AccessRecorder } from './access-recorder.js';
import { AccessRecordingInterceptor } from './access-recording.interceptor.js';
import { AccessTally } from './access-tally.js';
import { BearerSource } from './bearer-source.js';
import { Callers } from './callers.js';
import { DeclaredRoutes } from './declared-routes.js';
import { RateLimitGuard } from './rate-limit.guard.js';

/**
 * Who may do what, and how often; and that it is on record. Where keys are looked up (`KEY_FINDER`) and where accesses
 * are kept (`ACCESS_LOG`) is a feature's business; without either the service does not start.
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    BearerSource,
    Callers,
    AccessTally,
    AccessRecorder,
    DeclaredRoutes,
    // In this order: wrong keys are counted before they are refused.
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_INTERCEPTOR, useClass: AccessRecordingInterceptor },
  ],
  exports: [Callers, DeclaredRoutes, AccessRecorder, AccessTally],
})
export class AccessModule {}
