import { Module } from '@nestjs/common';
import { MatchesModule } from '../matches/matches.module.js';
import { CallbackController } from './callback.controller.js';

@Module({ imports: [MatchesModule], controllers: [CallbackController] })
export class CallbackModule {}
