import { SigningKey, VerifierKey, VerifierKeys } from 'transparency-log';
import type { AdminConfig } from '../../config/admin-config.js';
import type { AdminSecrets } from '../../config/admin-secrets.js';
import { ConfigurationError } from '../../config/configuration.error.js';
import type { PrismaDatabase } from '../../persistence/prisma-database.js';
import { originOf } from './prisma-log-identity.js';

/** In whose name the log speaks, and by which keys. */
export class EvidenceKeys {
  constructor(
    /** The name of the log: the first line of its checkpoints, and the name of its keys. Never changes. */
    readonly origin: string,
    /** The first signs, the others cosign. */
    readonly all: readonly SigningKey[],
    /** Of keys that were lost: they sign no more, and what they have signed stands. */
    readonly former: readonly VerifierKey[] = [],
  ) {}

  /**
   * Names the log at its first start.
   * @throws ConfigurationError the keys are those of another log
   */
  static async open(
    { secrets, config }: { readonly secrets: AdminSecrets; readonly config: AdminConfig },
    database: Pick<PrismaDatabase, 'client'>,
  ): Promise<EvidenceKeys> {
    const named = secrets.evidenceSigningKeys
      .map((key) => (key instanceof SigningKey ? key.verifierKey : key))
      .find((key) => key instanceof VerifierKey)?.name;
    const origin = await originOf(database, named ?? defaultOriginOf(config));
    if (named !== undefined && named !== origin) throw otherLog(named, origin);
    const former = secrets.evidenceSigningKeys.filter((key) => key instanceof VerifierKey);
    const keys = secrets.evidenceSigningKeys.flatMap((key) => {
      if (key instanceof VerifierKey) return [];
      return key instanceof SigningKey ? key : new SigningKey(origin, key);
    });
    return new EvidenceKeys(origin, distinct(keys), former);
  }

  /** By which a checkpoint of this log has to be signed that is gone on from. */
  get trusted(): VerifierKeys {
    return new VerifierKeys([...this.all.map(({ verifierKey }) => verifierKey), ...this.former]);
  }

  /** One per key, as C2SP writes them. Public. */
  get verifierKeys(): readonly string[] {
    return this.all.map(({ verifierKey }) => verifierKey.toString());
  }
}

/** `id.example.com/idmobile`. */
function defaultOriginOf({ publicUrl, port }: AdminConfig): string {
  const host = publicUrl === undefined ? `localhost${port === 0 ? '' : `:${port}`}` : new URL(publicUrl).host;
  return `${host}/idmobile`;
}

/** A seed and the key made of it are the same. */
function distinct(keys: readonly SigningKey[]): SigningKey[] {
  const byText = new Map(keys.map((key) => [key.verifierKey.toString(), key]));
  return [...byText.values()];
}

const otherLog = (named: string, origin: string) =>
  new ConfigurationError([
    {
      variable: 'EVIDENCE_SIGNING_KEY',
      message: `is a key of "${named}", and the log in this database is "${origin}". The name of a log never changes: use a key of that name, or a seed of 32 bytes in base64, which takes it. If the name is the right one, DATABASE_URL or DATA_DIR leads to another database.`,
    },
  ]);
