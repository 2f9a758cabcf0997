import { HttpModule } from '@nestjs/axios';
import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { ApiKeyGuard } from './api-key.guard.js';
import { DqeService } from './dqe.service.js';
import { MatchesController } from './matches.controller.js';
import { MatchesService } from './matches.service.js';
import { PrismaService } from './prisma.service.js';
import { UnstoredMatches } from './unstored-matches.js';

/** `STORE=none`: what is left of this app where nothing is stored. */
const matches = process.env.STORE === 'none' ? UnstoredMatches : MatchesService;

@Module({
  imports: [ConfigModule.forRoot({ ignoreEnvFile: true }), HttpModule.register({ timeout: 10_000 })],
  controllers: [MatchesController],
  providers: [ApiKeyGuard, DqeService, { provide: MatchesService, useClass: matches }, PrismaService],
})
export class AppModule {}
