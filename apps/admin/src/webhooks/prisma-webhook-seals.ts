import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import type { MasterKeyUse, MoveOptions } from '../sealing/master-key-use.js';
import { countsOf, keyIdOf } from '../sealing/prisma-sealed-by.js';
import { SealedValueError } from '../sealing/sealed-value.error.js';
import { Sealer } from '../sealing/sealer.js';
import { columns } from './sealed-columns.js';

const BATCH = 100;

interface Row {
  readonly id: string;
  readonly url_sealed: Uint8Array;
  readonly secret_sealed: Uint8Array;
  readonly previous_secret_sealed: Uint8Array | null;
}

/** Addresses and secrets of endpoints: they belong to no person, and are sealed under a master key itself. */
@Injectable()
export class PrismaWebhookSeals implements MasterKeyUse {
  readonly name = 'webhooks';
  readonly temporary = false;

  constructor(
    private readonly database: PrismaDatabase,
    private readonly sealer: Sealer,
  ) {}

  async counts(): Promise<ReadonlyMap<string, number>> {
    return countsOf(
      await this.database.client.$queryRaw<{ id: string; count: number }[]>`
        SELECT ${keyIdOf(Prisma.sql`sealed`)} AS id, count(*)::int AS count
        FROM webhook_endpoints, unnest(ARRAY[url_sealed, secret_sealed, previous_secret_sealed]) AS sealed
        WHERE sealed IS NOT NULL GROUP BY 1`,
    );
  }

  async move({ signal, onBatch }: MoveOptions): Promise<void> {
    let after: string | null = null;
    for (;;) {
      signal.throwIfAborted();
      const rows: readonly Row[] = await this.after(after);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.id;
      let [moved, refused] = [0, 0];
      for (const row of rows) {
        const stale = sealedOf(row).filter((envelope) => !this.sealer.isCurrent(envelope)).length;
        if (stale === 0) continue;
        const outcome = await this.sealAnew(row);
        if (outcome === 'moved') moved += stale;
        if (outcome === 'refused') refused += stale;
      }
      await onBatch({ moved, refused });
    }
  }

  private after(id: string | null): Promise<Row[]> {
    return this.database.client.$queryRaw<Row[]>`
      SELECT id::text, url_sealed, secret_sealed, previous_secret_sealed FROM webhook_endpoints
      WHERE ${id}::uuid IS NULL OR id > ${id}::uuid ORDER BY id LIMIT ${BATCH}`;
  }

  /** Only where all is as it was read: a new address or secret is under the primary anyway. */
  private async sealAnew(row: Row): Promise<'moved' | 'overtaken' | 'refused'> {
    const { id, url_sealed: url, secret_sealed: secret, previous_secret_sealed: previous } = row;
    const anew = (envelope: Uint8Array, place: string) =>
      this.sealer.seal(this.sealer.open(envelope, place), place);
    try {
      const count = await this.database.client.$executeRaw`
        UPDATE webhook_endpoints SET url_sealed = ${anew(url, columns.url(id))},
          secret_sealed = ${anew(secret, columns.secret(id))},
          previous_secret_sealed = ${previous === null ? null : anew(previous, columns.secret(id))}::bytea
        WHERE id = ${id}::uuid AND url_sealed = ${url} AND secret_sealed = ${secret}
          AND previous_secret_sealed IS NOT DISTINCT FROM ${previous}::bytea`;
      return count === 1 ? 'moved' : 'overtaken';
    } catch (error) {
      if (error instanceof SealedValueError) return 'refused';
      throw error;
    }
  }
}

const sealedOf = ({ url_sealed: url, secret_sealed: secret, previous_secret_sealed: previous }: Row) =>
  previous === null ? [url, secret] : [url, secret, previous];
