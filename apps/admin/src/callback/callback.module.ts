import { Module } from '@nestjs/common';
import { MatchStoreModule } from '../matches/match-store.module.js';
import { MatchesModule } from '../matches/matches.module.js';
import { BrowserBinding } from './browser-binding.js';
import { BrowserCookie } from './browser-cookie.js';
import { CallbackController } from './callback.controller.js';
import { ConsentLinkController } from './consent-link.controller.js';
import { PrismaConsentSessions } from './prisma-consent-sessions.js';

/** The customer's browser: on its way to the operator, and back. */
@Module({
  imports: [MatchesModule, MatchStoreModule],
  controllers: [CallbackController, ConsentLinkController],
  providers: [BrowserBinding, BrowserCookie, PrismaConsentSessions],
})
export class CallbackModule {}
