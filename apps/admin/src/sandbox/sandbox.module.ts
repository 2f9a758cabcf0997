import { Module } from '@nestjs/common';
import { AdminConfig } from '../config/admin-config.js';
import { OfferedPersonas } from '../dashboard/offered-personas.js';
import { DqeServer } from './dqe-server.js';

/** Starts the DQE look-alike along, where no DQE is configured. */
@Module({
  providers: [
    {
      provide: DqeServer,
      inject: [AdminConfig, OfferedPersonas],
      useFactory: (config: AdminConfig, offered: OfferedPersonas) => DqeServer.locate(config, offered),
    },
  ],
  exports: [DqeServer],
})
export class SandboxModule {}
