import { ConfigurableModuleBuilder } from '@nestjs/common';

import type { DqeIdmobileOptions } from './options/dqe-idmobile-options.js';

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN, OPTIONS_TYPE, ASYNC_OPTIONS_TYPE } =
  new ConfigurableModuleBuilder<DqeIdmobileOptions>({ moduleName: 'DqeIdmobile' })
    .setClassMethodName('forRoot')
    .setFactoryMethodName('createDqeIdmobileOptions')
    .setExtras({ isGlobal: false }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
    .build();

/** What a class given as `useClass` or `useExisting` implements. */
export interface DqeIdmobileOptionsFactory {
  createDqeIdmobileOptions(): DqeIdmobileOptions | Promise<DqeIdmobileOptions>;
}
