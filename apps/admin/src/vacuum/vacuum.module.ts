import { Module } from '@nestjs/common';
import { JobsModule } from '../jobs/jobs.module.js';
import { EmbeddedVacuum } from './embedded-vacuum.js';
import { PrismaVacuum } from './prisma-vacuum.js';

/** What a database server does by itself, and the embedded database does not. */
@Module({ imports: [JobsModule], providers: [PrismaVacuum, EmbeddedVacuum] })
export class VacuumModule {}
