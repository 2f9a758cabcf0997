import { randomBytes } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { SigningKey, type VerifierKey } from 'transparency-log';
import { EvidenceKeys } from '../../apps/admin/src/evidence/keys/evidence-keys.js';
import { originOf } from '../../apps/admin/src/evidence/keys/prisma-log-identity.js';
import { PrismaRounds } from '../../apps/admin/src/evidence/sequencing/prisma-rounds.js';
import type { PrismaDatabase } from '../../apps/admin/src/persistence/prisma-database.js';

export const ORIGIN = 'evidence.test/log';
const SEED = randomBytes(32);

/** The rounds of one process on a database; called twice, two processes. */
export async function roundsOn(
  { client }: Pick<Database, 'client'>,
  seeds: readonly Uint8Array[] = [SEED],
  former: readonly VerifierKey[] = [],
): Promise<{ rounds: PrismaRounds; keys: EvidenceKeys }> {
  const database = { client } as PrismaDatabase;
  const origin = await originOf(database, ORIGIN);
  const keys = new EvidenceKeys(
    origin,
    seeds.map((seed) => new SigningKey(origin, seed)),
    former,
  );
  return { rounds: new PrismaRounds(database, keys), keys };
}

/** Takes all there is into the log. @returns the size of the log, or null where there was nothing to take */
export async function integrateAll({ rounds }: { rounds: PrismaRounds }): Promise<number | null> {
  let size: number | null = null;
  for (;;) {
    const round = await rounds.run(100);
    if (round.outcome === 'integrated') size = round.published.size;
    if (round.outcome === 'idle') return size;
  }
}
