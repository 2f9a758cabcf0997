import { Global, Module, type OnModuleInit } from '@nestjs/common';
import { KEY_FINDER } from '../access/key-finder.js';
import { ProblemMappers } from '../http/problem-mappers.js';
import { problemOfKeyError } from './key-problems.js';
import { KeysController } from './keys.controller.js';
import { KeysService } from './keys.service.js';
import { PrismaApiKeys } from './prisma-api-keys.js';

/** Keys of machines, one or more per application. */
@Global()
@Module({
  controllers: [KeysController],
  providers: [PrismaApiKeys, KeysService, { provide: KEY_FINDER, useExisting: PrismaApiKeys }],
  exports: [KEY_FINDER],
})
export class KeysModule implements OnModuleInit {
  constructor(private readonly problems: ProblemMappers) {}

  onModuleInit(): void {
    this.problems.register(problemOfKeyError);
  }
}
