import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { MetricsRegistry } from './metrics-registry.js';

@ApiTags('Health')
@RequiresApiKey()
@Controller('metrics')
export class MetricsController {
  readonly #registry: MetricsRegistry;

  constructor(registry: MetricsRegistry) {
    this.#registry = registry;
  }

  @Get()
  @RequirePermission('metrics:read', 'metrics.read')
  @ApiOperation({ summary: 'Metrics in the text format of Prometheus' })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiProblems(429, 503)
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    await reply.type(this.#registry.contentType).send(await this.#registry.metrics());
  }
}
