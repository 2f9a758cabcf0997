import { Module } from '@nestjs/common';
import { ConsentLinks } from './consent-links.js';
import { PrismaMatchReader } from './prisma-match-reader.js';
import { PrismaMatchStore } from './prisma-match-store.js';

/** Matches in the database: the side that writes, and the side that reads. */
@Module({
  providers: [PrismaMatchStore, PrismaMatchReader, ConsentLinks],
  exports: [PrismaMatchStore, PrismaMatchReader, ConsentLinks],
})
export class MatchStoreModule {}
