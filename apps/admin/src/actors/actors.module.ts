import { Module } from '@nestjs/common';
import { ActorsController } from './actors.controller.js';
import { PrismaActorNames } from './prisma-actor-names.js';

/** Records name who acted by an id, which outlives a name; this tells what they are called. */
@Module({ controllers: [ActorsController], providers: [PrismaActorNames] })
export class ActorsModule {}
