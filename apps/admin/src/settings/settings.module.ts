import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { ProblemMappers } from '../http/problem-mappers.js';
import { PrismaSettings } from './prisma-settings.js';
import { ServiceSettings } from './service-settings.js';
import { problemOfSettingsError } from './settings-problems.js';
import { SettingsController } from './settings.controller.js';
import { SettingsService } from './settings.service.js';

/** What is set for the whole service. */
@Global()
@Module({
  controllers: [SettingsController],
  providers: [PrismaSettings, ServiceSettings, SettingsService],
  exports: [ServiceSettings],
})
export class SettingsModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfSettingsError);
  }
}
