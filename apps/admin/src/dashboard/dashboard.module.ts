import { Global, Module } from '@nestjs/common';
import { OfferedPersonas } from './offered-personas.js';
import { ServiceInfoController } from './service-info.controller.js';

/** What the dashboard has to know before anybody has signed in. Its files are served by installStaticFiles. */
@Global()
@Module({
  controllers: [ServiceInfoController],
  providers: [OfferedPersonas],
  exports: [OfferedPersonas],
})
export class DashboardModule {}
