import { Module } from '@nestjs/common';
import { AdminConfig } from '../config/admin-config.js';
import { StartPageContent } from '../start-page/start-page-content.js';
import { DqeServer } from './dqe-server.js';

/** Starts the DQE look-alike along, where no DQE is configured. */
@Module({
  providers: [
    {
      provide: DqeServer,
      inject: [AdminConfig, StartPageContent],
      useFactory: (config: AdminConfig, startPage: StartPageContent) => DqeServer.locate(config, startPage),
    },
  ],
  exports: [DqeServer],
})
export class SandboxModule {}
