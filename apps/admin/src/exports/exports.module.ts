import { Module } from '@nestjs/common';
import { MatchStoreModule } from '../matches/match-store.module.js';
import { ExportsController } from './exports.controller.js';

@Module({ imports: [MatchStoreModule], controllers: [ExportsController] })
export class ExportsModule {}
