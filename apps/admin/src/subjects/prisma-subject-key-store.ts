import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { Rewrapping, StoredSubjectKey, SubjectKeyStore, WrappedSubjectKey } from 'sealed-fields';
import { PrismaDatabase } from '../persistence/prisma-database.js';

interface Row {
  readonly subject: string;
  readonly master_key_id: string | null;
  readonly wrapped: Uint8Array | null;
}

/** Keeps the data keys of subjects in the audit database. */
@Injectable()
export class PrismaSubjectKeyStore implements SubjectKeyStore {
  constructor(private readonly database: PrismaDatabase) {}

  async get(subjects: readonly string[]): Promise<readonly StoredSubjectKey[]> {
    if (subjects.length === 0) return [];
    const rows = await this.database.client.$queryRaw<Row[]>`
      SELECT subject, master_key_id, wrapped FROM subject_keys WHERE subject = ANY(${subjects}::text[])`;
    return rows.map(storedOf);
  }

  /** Another statement where there were some: in one, the second comer would not see the row of the first. */
  async insertIfAbsent(keys: readonly WrappedSubjectKey[]): Promise<readonly StoredSubjectKey[]> {
    if (keys.length === 0) return [];
    const values = keys.map(
      ({ subject, wrapped }) =>
        Prisma.sql`(${subject}, ${wrapped.masterKeyId}, ${Buffer.from(wrapped.bytes)}::bytea)`,
    );
    const inserted = await this.database.client.$queryRaw<Row[]>`
      INSERT INTO subject_keys (subject, master_key_id, wrapped) VALUES ${Prisma.join(values)}
      ON CONFLICT (subject) DO NOTHING RETURNING subject, master_key_id, wrapped`;
    const made = new Set(inserted.map(({ subject }) => subject));
    const others = keys.filter(({ subject }) => !made.has(subject)).map(({ subject }) => subject);
    return [...inserted.map(storedOf), ...(await this.get(others))];
  }

  async replace(changes: readonly Rewrapping[]): Promise<number> {
    if (changes.length === 0) return 0;
    const values = changes.map(
      ({ subject, from, to }) =>
        Prisma.sql`(${subject}::text, ${from.masterKeyId}::text, ${Buffer.from(from.bytes)}::bytea,
          ${to.masterKeyId}::text, ${Buffer.from(to.bytes)}::bytea)`,
    );
    return this.database.client.$executeRaw`
      UPDATE subject_keys k SET master_key_id = c.to_id, wrapped = c.to_bytes
      FROM (VALUES ${Prisma.join(values)}) AS c(subject, from_id, from_bytes, to_id, to_bytes)
      WHERE k.subject = c.subject AND k.master_key_id = c.from_id AND k.wrapped = c.from_bytes`;
  }

  async destroy(subject: string): Promise<void> {
    await this.database.client.$executeRaw`
      INSERT INTO subject_keys (subject, erased_at) VALUES (${subject}, now())
      ON CONFLICT (subject) DO UPDATE SET master_key_id = NULL, wrapped = NULL,
        erased_at = coalesce(subject_keys.erased_at, now())`;
  }

  async listNotWrappedBy(
    masterKeyId: string,
    { after, limit }: { readonly after: string | null; readonly limit: number },
  ): Promise<readonly WrappedSubjectKey[]> {
    const rows = await this.database.client.$queryRaw<Row[]>`
      SELECT subject, master_key_id, wrapped FROM subject_keys
      WHERE master_key_id <> ${masterKeyId} AND (${after}::text IS NULL OR subject > ${after})
      ORDER BY subject LIMIT ${limit}`;
    return rows.flatMap((row) => {
      const { subject, wrapped } = storedOf(row);
      return wrapped === null ? [] : [{ subject, wrapped }];
    });
  }

  async countByMasterKey(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.client.$queryRaw<{ master_key_id: string; count: number }[]>`
      SELECT master_key_id, count(*)::int AS count FROM subject_keys WHERE master_key_id IS NOT NULL
      GROUP BY master_key_id`;
    return new Map(rows.map(({ master_key_id: id, count }) => [id, count]));
  }
}

const storedOf = ({ subject, master_key_id: masterKeyId, wrapped }: Row): StoredSubjectKey => ({
  subject,
  wrapped: masterKeyId === null || wrapped === null ? null : { masterKeyId, bytes: wrapped },
});
