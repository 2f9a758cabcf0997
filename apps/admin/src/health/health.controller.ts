import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import { HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import type { HealthCheckResult } from '@nestjs/terminus';
import { Public } from '../access/public.decorator.js';
import { SkipRateLimit } from '../access/skip-rate-limit.decorator.js';
import { Problem } from '../http/problem.js';
import { NotReadyError, Readiness } from './readiness.js';
import type { ReadinessCheck } from './readiness.js';
import { NotReadySchema } from './readiness.schema.js';

const CHECK_TIMEOUT_MS = 2_000;

@ApiTags('health')
@ApiExtraModels(NotReadySchema)
@Controller('health')
@Public()
@SkipRateLimit()
export class HealthController {
  readonly #health: HealthCheckService;
  readonly #indicators: HealthIndicatorService;
  readonly #readiness: Readiness;

  constructor(health: HealthCheckService, indicators: HealthIndicatorService, readiness: Readiness) {
    this.#health = health;
    this.#indicators = indicators;
    this.#readiness = readiness;
  }

  @Get('live')
  @Header('cache-control', 'no-store')
  @ApiOperation({ summary: 'Is the process alive?' })
  @ApiOkResponse({ schema: { example: { status: 'ok' } } })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Header('cache-control', 'no-store')
  @ApiOperation({
    summary: 'Can it take requests? 503 while something it needs is down, and during shutdown.',
  })
  @ApiOkResponse({
    schema: {
      example: {
        status: 'ok',
        checks: { database: { status: 'up' } },
        details: { dqe: { circuitBreaker: 'closed' } },
      },
    },
  })
  @ApiResponse({
    status: 503,
    description: 'Not ready.',
    content: { 'application/problem+json': { schema: { $ref: getSchemaPath(NotReadySchema) } } },
  })
  async ready(): Promise<{ status: string; checks: object; details: object }> {
    const result = await this.#check();
    if (this.#readiness.draining || result.status === 'shutting_down') {
      throw this.#notReady('shutting_down', 'The service is shutting down.', result);
    }
    if (result.status === 'error') {
      const down = Object.keys(result.error ?? {}).join(', ');
      throw this.#notReady('not_ready', `Not ready: ${down}.`, result);
    }
    return { status: result.status, checks: result.details, details: this.#readiness.details };
  }

  #notReady(code: string, detail: string, result: HealthCheckResult): Problem {
    const extensions = { checks: result.details, details: this.#readiness.details };
    return new Problem({ status: 503, code, detail, extensions });
  }

  async #check(): Promise<HealthCheckResult> {
    try {
      return await this.#health.check(
        this.#readiness.checks.map(
          (check) => () =>
            this.#indicators
              .check(check.name)
              .attempt(() => this.#run(check))
              .withTimeout(CHECK_TIMEOUT_MS),
        ),
      );
    } catch (error) {
      if (error instanceof ServiceUnavailableException) {
        return error.getResponse() as HealthCheckResult;
      }
      throw error;
    }
  }

  /** Terminus shows the message of what is thrown, so only a message fit for anybody may reach it. */
  async #run(check: ReadinessCheck): Promise<void> {
    try {
      await check.check();
    } catch (error) {
      throw new NotReadyError(this.#readiness.reasonOf(check.name, error));
    }
  }
}
