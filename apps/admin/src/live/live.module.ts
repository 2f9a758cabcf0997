import { Module } from '@nestjs/common';
import { MatchStoreModule } from '../matches/match-store.module.js';
import { LiveController } from './live.controller.js';
import { LiveFeed } from './live-feed.js';
import { LiveService } from './live.service.js';
import { PrismaMatchChanges } from './prisma-match-changes.js';
import { PrismaMatchCount } from './prisma-match-count.js';

/** Lists that are alive: what becomes of matches, as it happens, and how many there are. */
@Module({
  imports: [MatchStoreModule],
  controllers: [LiveController],
  providers: [PrismaMatchChanges, PrismaMatchCount, LiveFeed, LiveService],
})
export class LiveModule {}
