import { Injectable } from '@nestjs/common';
import type { MovedBatch } from '../sealing/master-key-use.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';

/** How far one rotation is. */
export interface KeyRotationRecord {
  readonly id: string;
  readonly primaryKeyId: string;
  readonly startedAt: Date;
  readonly updatedAt: Date;
  readonly endedAt: Date | null;
  readonly total: number;
  readonly moved: number;
  readonly refused: number;
}

/** The record of rotations. */
@Injectable()
export class PrismaKeyRotations {
  constructor(private readonly database: PrismaDatabase) {}

  async begin(id: string, primaryKeyId: string, total: number, at: Date): Promise<void> {
    await this.database.client.keyRotation.create({
      data: { id, primaryKeyId, total, startedAt: at, updatedAt: at },
    });
  }

  find(id: string): Promise<KeyRotationRecord | null> {
    return this.database.client.keyRotation.findUnique({ where: { id } });
  }

  /** @param refused of this pass, from its beginning */
  async progress(id: string, { moved, refused }: MovedBatch, at: Date): Promise<void> {
    await this.database.client.keyRotation.updateMany({
      where: { id },
      data: { moved: { increment: moved }, refused, updatedAt: at },
    });
  }

  async end(id: string, at: Date): Promise<void> {
    await this.database.client.keyRotation.updateMany({
      where: { id, endedAt: null },
      data: { endedAt: at, updatedAt: at },
    });
  }

  latest(): Promise<KeyRotationRecord | null> {
    return this.database.client.keyRotation.findFirst({ orderBy: [{ startedAt: 'desc' }, { id: 'desc' }] });
  }
}
