import { randomBytes } from 'node:crypto';
import type { Database } from '@dqe-admin/database';
import { type Clock, systemClock } from 'nestjs-dqe-idmobile';
import { LocalKeyWrapper, MasterKeyring, SubjectKeys } from 'sealed-fields';
import type { AdminConfig } from '../../apps/admin/src/config/admin-config.js';
import { AdminSecrets } from '../../apps/admin/src/config/admin-secrets.js';
import type { MasterKey } from '../../apps/admin/src/config/environment.values.js';
import type { PublicUrl } from '../../apps/admin/src/http/public-url.js';
import { ConsentLinks } from '../../apps/admin/src/matches/consent-links.js';
import { MatchSeals } from '../../apps/admin/src/matches/match-seals.js';
import { PrismaMatchErasure } from '../../apps/admin/src/matches/prisma-match-erasure.js';
import { PrismaMatchOpening } from '../../apps/admin/src/matches/prisma-match-opening.js';
import { MatchPersonalData } from '../../apps/admin/src/matches/prisma-match-personal-data.js';
import { PrismaMatchReader } from '../../apps/admin/src/matches/prisma-match-reader.js';
import { PrismaMatchSelection } from '../../apps/admin/src/matches/prisma-match-selection.js';
import { PrismaMatchStore } from '../../apps/admin/src/matches/prisma-match-store.js';
import { PrismaOldMatches } from '../../apps/admin/src/matches/prisma-old-matches.js';
import type { PrismaDatabase } from '../../apps/admin/src/persistence/prisma-database.js';
import { PrismaInstanceLease } from '../../apps/admin/src/persistence/prisma-instance-lease.js';
import { Sealer } from '../../apps/admin/src/sealing/sealer.js';
import { BlindIndexes } from '../../apps/admin/src/subjects/blind-indexes.js';
import { PrismaSubjectKeyStore } from '../../apps/admin/src/subjects/prisma-subject-key-store.js';
import { PrismaSubjects } from '../../apps/admin/src/subjects/prisma-subjects.js';

const AUTH_SECRET = randomBytes(32).toString('hex');
const TEST_KEY: MasterKey = { id: 'test', key: randomBytes(32) };

/** As in the service. */
export const GROUPED: Pick<AdminConfig, 'groupCommit'> = {
  groupCommit: { most: 64, waitMs: 0, atOnce: 2 },
};

export interface MatchesOnOptions {
  /** The primary first. @default one key, the same for the whole file */
  readonly masterKeys?: readonly MasterKey[];
  /** How long an unwrapped key is kept. @default as in the service */
  readonly ttlMs?: number;
  readonly lease?: PrismaInstanceLease;
  readonly clock?: Clock;
}

/** Everything that reads and writes matches, on a database; called twice, two processes. */
export function matchesOn({ client }: Pick<Database, 'client'>, options: MatchesOnOptions = {}) {
  const { masterKeys = [TEST_KEY], ttlMs, clock = systemClock } = options;
  const database = { client } as PrismaDatabase;
  const secrets = new AdminSecrets({
    ...{ masterKeys, evidenceSigningKeys: [randomBytes(32)], authSecret: AUTH_SECRET },
    ...{ bootstrapKeyHash: randomBytes(32), bootstrapKey: { from: 'environment' } },
  });
  const lease = options.lease ?? new PrismaInstanceLease(database);
  const sealer = new Sealer(secrets);
  const indexes = new BlindIndexes(secrets);
  const subjects = new PrismaSubjects(database, indexes, clock);
  const keyStore = new PrismaSubjectKeyStore(database);
  const wrapper = new LocalKeyWrapper(new MasterKeyring(masterKeys));
  const keys = new SubjectKeys({ store: keyStore, wrapper, ...(ttlMs === undefined ? {} : { ttlMs }) });
  const seals = new MatchSeals(keys, sealer);
  const links = new ConsentLinks(sealer, {
    resolve: (path: string) => `https://a.example${path}`,
  } as PublicUrl);
  const selection = new PrismaMatchSelection(subjects, indexes);
  const opening = new PrismaMatchOpening(database, indexes, seals, lease, GROUPED);
  return {
    ...{ database, lease, sealer, indexes, subjects, keyStore, wrapper, keys, seals, links, selection },
    store: new PrismaMatchStore(database, opening, seals, lease, GROUPED),
    reader: new PrismaMatchReader(database, seals, selection, links),
    personal: new MatchPersonalData(database, seals),
    erasure: new PrismaMatchErasure(database),
    old: new PrismaOldMatches(database, subjects, indexes, seals),
  };
}

export type MatchesOn = ReturnType<typeof matchesOn>;

/** Erases a person, as the service does it: the row first, then the rest, in one transaction. */
export async function eraseSubject({ database, erasure, keys }: MatchesOn, subjectId: string): Promise<void> {
  await database.client.$transaction(async (transaction) => {
    await transaction.$executeRaw`
      UPDATE subjects SET erased_at = now(), number_index = NULL WHERE id = ${subjectId}::uuid`;
    await erasure.erase(subjectId, transaction);
    await transaction.$executeRaw`
      UPDATE subject_keys SET master_key_id = NULL, wrapped = NULL, erased_at = now() WHERE subject = ${subjectId}`;
  });
  keys.revoke(subjectId);
}
