import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { isLoopbackHost } from 'nestjs-dqe-idmobile';
import type { Server } from 'node:http';
import { AdminConfig } from '../config/admin-config.js';

/** The address browsers reach this service at. Asked late: with PORT=0 it is known only once we listen. */
@Injectable()
export class PublicUrl {
  readonly #config: AdminConfig;
  readonly #adapterHost: HttpAdapterHost;

  constructor(config: AdminConfig, adapterHost: HttpAdapterHost) {
    this.#config = config;
    this.#adapterHost = adapterHost;
  }

  /** Without a trailing slash. */
  get base(): string {
    return this.#config.publicUrl ?? `http://localhost:${this.#port()}`;
  }

  /** `path` begins with a slash. */
  resolve(path: `/${string}`): string {
    return `${this.base}${path}`;
  }

  /**
   * Origins a `returnUrl` may have: RETURN_URL_ORIGINS, else our own. On one's own machine, where `localhost` and
   * `127.0.0.1` are the same place to people, all its names count as our own.
   */
  get returnOrigins(): readonly string[] {
    if (this.#config.returnUrlOrigins !== undefined) {
      return this.#config.returnUrlOrigins;
    }
    return this.ownOrigins;
  }

  /** The origins this service is reached at. */
  get ownOrigins(): readonly string[] {
    const own = new URL(this.base);
    if (!isLoopbackHost(own.hostname)) {
      return [own.origin];
    }
    const port = own.port === '' ? '' : `:${own.port}`;
    const names = new Set([own.hostname, 'localhost', '127.0.0.1', '[::1]']);
    return [...names].map((name) => `${own.protocol}//${name}${port}`);
  }

  #port(): number {
    if (this.#config.port !== 0) {
      return this.#config.port;
    }
    const server = this.#adapterHost.httpAdapter.getHttpServer() as Server;
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }
}
