import { Injectable } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Histogram } from 'prom-client';
import { routeOf } from '../http/request-log.js';
import { MetricsRegistry } from './metrics-registry.js';

/** How long answers take, by route pattern; an address would make a time series per id. */
@Injectable()
export class HttpMetrics implements OnModuleInit {
  readonly #adapterHost: HttpAdapterHost;
  readonly #duration: Histogram<'method' | 'route' | 'status'>;

  constructor(adapterHost: HttpAdapterHost, registry: MetricsRegistry) {
    this.#adapterHost = adapterHost;
    this.#duration = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the arrival of a request to the end of its answer.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers: [registry],
    });
  }

  onModuleInit(): void {
    const fastify = this.#adapterHost.httpAdapter.getInstance<FastifyInstance>();
    fastify.addHook('onResponse', (request, reply, done) => {
      this.#duration.observe(
        { method: request.method, route: routeOf(request), status: reply.statusCode },
        reply.elapsedTime / 1000,
      );
      done();
    });
  }
}
