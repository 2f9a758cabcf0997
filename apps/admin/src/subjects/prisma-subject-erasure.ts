import type { Prisma } from '@dqe-admin/database';
import { time } from '../persistence/prisma-time.js';

export interface ErasedSubjects {
  readonly subjects: number;
  readonly keys: number;
  readonly relationships: number;
}

/**
 * Destroys data keys and blind indexes: what was sealed for these persons opens no more, and they are not found any
 * more. Whoever calls this calls `SubjectKeys.revoke` for each once the transaction has ended.
 */
export async function eraseSubjects(
  tx: Prisma.TransactionClient,
  ids: readonly string[],
  at: Date,
): Promise<ErasedSubjects> {
  const list = [...ids];
  const [destroyed] = await tx.$queryRaw<{ keys: number }[]>`
    WITH had AS (SELECT subject FROM subject_keys WHERE subject = ANY(${list}::text[]) AND wrapped IS NOT NULL),
    buried AS (
      INSERT INTO subject_keys (subject, erased_at) SELECT id, ${time(at)} FROM unnest(${list}::text[]) AS s(id)
      ON CONFLICT (subject) DO UPDATE SET master_key_id = NULL, wrapped = NULL,
        erased_at = coalesce(subject_keys.erased_at, excluded.erased_at)
    )
    SELECT count(*)::int AS keys FROM had`;
  const relationships = await tx.$executeRaw`
    DELETE FROM relationships WHERE subject_id = ANY(${list}::uuid[])`;
  const subjects = await tx.$executeRaw`
    UPDATE subjects SET number_index = NULL, erased_at = ${time(at)}
    WHERE id = ANY(${list}::uuid[]) AND erased_at IS NULL`;
  return { subjects, keys: destroyed?.keys ?? 0, relationships };
}
