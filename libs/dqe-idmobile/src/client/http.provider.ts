import { HttpService } from '@nestjs/axios';
import type { FactoryProvider } from '@nestjs/common';
import axios, { type AxiosInstance, type CreateAxiosDefaults } from 'axios';

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
      withDefaults({
        adapter: undiciAdapter(dispatcher),
        maxContentLength: options.maxAnswerBytes,
      }),
    ),
};

/**
 * An instance of axios with these defaults and none of axios's own: bodies are text both ways, reading them is
 * wire-answer.ts's business, and every status is an answer. They are merged anew for each call, which took longer than
 * the call itself.
 */
function withDefaults(ours: CreateAxiosDefaults): AxiosInstance {
  const instance = axios.create();
  for (const name of Object.keys(instance.defaults)) Reflect.deleteProperty(instance.defaults, name);
  Object.assign(instance.defaults, ours);
  return instance;
}
