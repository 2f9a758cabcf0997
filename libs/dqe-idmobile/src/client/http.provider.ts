import { HttpService } from '@nestjs/axios';
import type { FactoryProvider } from '@nestjs/common';
import axios from 'axios';

import { DQE_HTTP, DQE_OPTIONS } from '../dqe-idmobile.constants.js';
import type { ResolvedDqeIdmobileOptions } from '../options/dqe-idmobile-options.js';
import { DqeDispatcher } from './dispatcher.provider.js';
import { undiciAdapter } from './undici-adapter.js';

/** Nest's HttpService over undici. It has a token of its own, so that a global module does not shadow the consumer's. */
export const httpProvider: FactoryProvider<HttpService> = {
  provide: DQE_HTTP,
  inject: [DqeDispatcher, DQE_OPTIONS],
  useFactory: ({ dispatcher }: DqeDispatcher, options: ResolvedDqeIdmobileOptions) =>
    new HttpService(
      axios.create({
        adapter: undiciAdapter(dispatcher),
        headers: { accept: 'application/json' },
        maxContentLength: options.maxAnswerBytes,
        // Bodies are text both ways; reading them is wire-answer.ts's business, and every status is an answer.
        transformRequest: [(data: unknown) => data],
        transformResponse: [(data: unknown) => data],
        validateStatus: null,
      }),
    ),
};
