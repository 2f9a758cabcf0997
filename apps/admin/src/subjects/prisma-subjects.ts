import { randomUUID } from 'node:crypto';
import { Prisma } from '@dqe-admin/database';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import { CLOCK } from '../clock.module.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { time } from '../persistence/prisma-time.js';
import { BlindIndexes } from './blind-indexes.js';

/** The person behind a number. */
export interface Subject {
  /** Says nothing by itself. */
  readonly id: string;
  readonly createdAt: Date;
}

interface SubjectRow {
  readonly id: string;
  readonly created_at: Date;
}

/** A person who may not be there yet. */
export interface NewSubject {
  /** A random UUID. */
  readonly id: string;
  /** Blind index of the number. */
  readonly index: Uint8Array<ArrayBuffer>;
  readonly createdAt: Date;
}

/**
 * A part of a statement that makes a person, and returns the id; no row where there is somebody by that number. Nor where
 * somebody else makes them at the same time: that is waited for, and seen by the next statement only.
 */
const newSubject = ({ id, index, createdAt }: NewSubject) => Prisma.sql`
  INSERT INTO subjects (id, number_index, created_at)
  SELECT ${id}::uuid, ${index}::bytea, ${time(createdAt)}
  WHERE NOT EXISTS (SELECT FROM subjects WHERE number_index = ${index}::bytea)
  ON CONFLICT (number_index) DO NOTHING
  RETURNING id, created_at`;

/** Persons, found by number. One who was erased is not found any more. */
@Injectable()
export class PrismaSubjects {
  constructor(
    private readonly database: PrismaDatabase,
    private readonly indexes: BlindIndexes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param number E.164 */
  async find(number: string): Promise<Subject | null> {
    return this.database.client.subject.findUnique({
      where: { numberIndex: this.indexes.number(number) },
      select: { id: true, createdAt: true },
    });
  }

  /**
   * Which of these persons were not erased. Whoever opens what is sealed for them asks, because the key of somebody
   * another process has erased may still be in memory here.
   */
  async standing(ids: readonly (string | null)[]): Promise<ReadonlySet<string>> {
    const asked = [...new Set(ids)].filter((id) => id !== null);
    if (asked.length === 0) return new Set();
    const found = await this.database.client.subject.findMany({
      where: { id: { in: asked }, erasedAt: null },
      select: { id: true },
    });
    return new Set(found.map(({ id }) => id));
  }

  /**
   * Two who come at once get the same.
   * @param number E.164
   */
  async findOrCreate(number: string): Promise<Subject> {
    const index = this.indexes.number(number);
    const createdAt = new Date(this.clock.now());
    for (;;) {
      const [subject] = await this.database.client.$queryRaw<SubjectRow[]>`
        WITH made AS (${newSubject({ id: randomUUID(), index, createdAt })})
        SELECT id::text, created_at FROM made
        UNION ALL SELECT id::text, created_at FROM subjects WHERE number_index = ${index}::bytea`;
      // None where somebody was faster by less than our snapshot: the next look sees theirs.
      if (subject !== undefined) return { id: subject.id, createdAt: subject.created_at };
    }
  }
}
