import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Agent, type Dispatcher } from 'undici';

import { DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';

/** The connections to DQE. Those we opened are closed with the application; a dispatcher of the user's is the user's. */
@Injectable()
export class DqeDispatcher implements OnApplicationShutdown {
  readonly dispatcher: Dispatcher;
  private readonly own: Agent | null = null;

  constructor(@Inject(DQE_OPTIONS) options: ResolvedDqeIdmobileOptions) {
    this.dispatcher = options.dispatcher ?? (this.own = openAgent(options));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.own?.destroy();
  }
}

const openAgent = (options: ResolvedDqeIdmobileOptions) =>
  new Agent({
    connections: options.maxConnections,
    connect: { timeout: options.timeoutMs },
    // Below the 5 s after which many servers drop an idle connection: a request written to a dying connection ends
    // as `unknown`.
    keepAliveTimeout: 4_000,
    // Deadlines are ours, per exchange.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
