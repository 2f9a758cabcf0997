import { Module } from '@nestjs/common';
import { ConsentLinks } from './consent-links.js';
import { MatchSeals } from './match-seals.js';
import { PrismaMatchErasure } from './prisma-match-erasure.js';
import { PrismaMatchOpening } from './prisma-match-opening.js';
import { MatchPersonalData } from './prisma-match-personal-data.js';
import { PrismaMatchReader } from './prisma-match-reader.js';
import { PrismaMatchSelection } from './prisma-match-selection.js';
import { PrismaMatchStore } from './prisma-match-store.js';
import { PrismaOldMatches } from './prisma-old-matches.js';

const EXPORTED = [
  ...[PrismaMatchStore, PrismaMatchReader, MatchPersonalData, PrismaMatchErasure, PrismaOldMatches],
  ...[PrismaMatchSelection, MatchSeals, ConsentLinks],
];

/** Matches in the database: the side that writes, and the side that reads. */
@Module({ providers: [...EXPORTED, PrismaMatchOpening], exports: EXPORTED })
export class MatchStoreModule {}
