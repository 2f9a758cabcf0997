import { registerAs } from '@nestjs/config';

import type { DqeHttpMethod, DqeIdmobileOptions } from './options/dqe-idmobile-options.js';

/**
 * The module's options from the environment, for `@nestjs/config`:
 *
 * ```ts
 * DqeIdmobileModule.forRootAsync(dqeIdmobileConfig.asProvider())
 * ```
 *
 * Reads `DQE_BASE_URL`, `DQE_LICENCE`, `DQE_CLIENT_SECRET`, `DQE_PARTNER_NAME`, `DQE_CODE_NAME`, `DQE_HTTP_METHOD`,
 * `DQE_TIMEOUT_MS` and `DQE_REDIRECT_URI`; an empty variable counts as unset. Mistakes are named at boot, as with `forRoot`.
 *
 * @publicApi
 */
export const dqeIdmobileConfig = registerAs('dqeIdmobile', (): DqeIdmobileOptions => {
  const read = (name: string) => process.env[name] || undefined;
  const timeout = read('DQE_TIMEOUT_MS');
  return {
    // Where one is missing, the module's own validation says so.
    baseUrl: read('DQE_BASE_URL') as string,
    licence: read('DQE_LICENCE') as string,
    clientSecret: read('DQE_CLIENT_SECRET') as string,
    partnerName: read('DQE_PARTNER_NAME') as string,
    codeName: read('DQE_CODE_NAME'),
    httpMethod: read('DQE_HTTP_METHOD') as DqeHttpMethod | undefined,
    timeoutMs: timeout === undefined ? undefined : Number(timeout),
    redirectUri: read('DQE_REDIRECT_URI'),
  };
});
