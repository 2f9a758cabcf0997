import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ApiKeyGuard } from './api-key.guard.js';
import { ApiKeys } from './api-keys.js';
import { RateLimitGuard } from './rate-limit.guard.js';

/** Who may call, and how often. */
@Global()
@Module({
  providers: [
    ApiKeys,
    // In this order: wrong keys are counted before they are refused.
    { provide: APP_GUARD, useClass: RateLimitGuard },
    { provide: APP_GUARD, useClass: ApiKeyGuard },
  ],
  exports: [ApiKeys],
})
export class AccessModule {}
