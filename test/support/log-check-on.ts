import type { Database } from '@dqe-admin/database';
import type { CheckFinding } from '../../apps/admin/src/evidence/checks/check-finding.js';
import { LogCheck } from '../../apps/admin/src/evidence/checks/log-check.js';
import { PrismaBoundReasons } from '../../apps/admin/src/evidence/checks/prisma-bound-reasons.js';
import { PrismaLogSlices } from '../../apps/admin/src/evidence/checks/prisma-log-slices.js';
import type { EvidenceKeys } from '../../apps/admin/src/evidence/keys/evidence-keys.js';
import type { CheckpointMirrors } from '../../apps/admin/src/evidence/mirrors/checkpoint-mirrors.js';
import type { Mirror } from '../../apps/admin/src/evidence/mirrors/mirror.js';
import type { PrismaDatabase } from '../../apps/admin/src/persistence/prisma-database.js';

/** The self-check of one process on a database. */
export function logCheckOn(
  { client }: Pick<Database, 'client'>,
  keys: EvidenceKeys,
  mirrors: readonly Mirror[] = [],
) {
  const database = { client, exclusive: false } as PrismaDatabase;
  const writers = mirrors.map((mirror) => ({ mirror })) as unknown as CheckpointMirrors['writers'];
  const check = new LogCheck(
    new PrismaLogSlices(database),
    new PrismaBoundReasons(database),
    database,
    keys,
    { writers } as CheckpointMirrors,
  );
  return {
    run: async (
      signal = new AbortController().signal,
    ): Promise<{ size: number; findings: readonly CheckFinding[] }> => {
      const { size, findings } = await check.run({ signal, onProgress: () => Promise.resolve() });
      return { size, findings: findings.kept };
    },
  };
}

/** As whoever owns the tables can: past every trigger. */
export async function tampered(
  database: { query(sql: string): Promise<unknown> },
  ...statements: readonly string[]
): Promise<void> {
  const tables = ['log_entries', 'log_payloads', 'log_tiles', 'log_checkpoints', 'log_head', 'log_queue'];
  const all = [...tables, 'matches', 'match_events', 'access_events'];
  for (const table of all) await database.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
  for (const statement of statements) await database.query(statement);
  for (const table of all) await database.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
}
