import { Prisma } from '@dqe-admin/database';
import { Injectable } from '@nestjs/common';
import type { MatchIdentity } from 'nestjs-dqe-idmobile';
import { SubjectErasedError } from 'sealed-fields';
import { v7 as uuidv7 } from 'uuid';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import type { MasterKeyUse, MoveOptions } from '../sealing/master-key-use.js';
import { countsOf, keyIdOf } from '../sealing/prisma-sealed-by.js';
import { SealedValueError } from '../sealing/sealed-value.error.js';
import { BlindIndexes } from '../subjects/blind-indexes.js';
import { PrismaSubjects } from '../subjects/prisma-subjects.js';
import { MatchSeals } from './match-seals.js';
import { standing } from './prisma-match-sql.js';

const BATCH = 100;

interface OldRow {
  readonly id: string;
  readonly number_sealed: Uint8Array;
  readonly identity_sealed: Uint8Array;
  readonly return_url_sealed: Uint8Array | null;
  readonly answer_sealed: Uint8Array | null;
  readonly token_sealed: Uint8Array | null;
  readonly url_sealed: Uint8Array | null;
}

/**
 * Matches that an earlier release sealed under a master key: gives each its subject, and seals it anew under that
 * subject's key. A match that has a subject is left alone, so this may be done twice, and by two at once.
 */
@Injectable()
export class PrismaOldMatches implements MasterKeyUse {
  readonly name = 'earlierMatches';
  readonly temporary = true;

  constructor(
    private readonly database: PrismaDatabase,
    private readonly subjects: PrismaSubjects,
    private readonly indexes: BlindIndexes,
    private readonly seals: MatchSeals,
  ) {}

  async counts(): Promise<ReadonlyMap<string, number>> {
    return countsOf(
      await this.database.client.$queryRaw<{ id: string; count: number }[]>`
        SELECT ${keyIdOf(Prisma.sql`number_sealed`)} AS id, count(*)::int AS count
        FROM matches WHERE subject_id IS NULL GROUP BY 1`,
    );
  }

  async move({ signal, onBatch }: MoveOptions): Promise<void> {
    let after: string | null = null;
    for (;;) {
      signal.throwIfAborted();
      const rows: readonly OldRow[] = await this.after(after);
      const last = rows.at(-1);
      if (last === undefined) return;
      after = last.id;
      let [moved, refused] = [0, 0];
      for (const row of rows) {
        const outcome = await this.sealAnew(row);
        if (outcome === 'moved') moved += 1;
        if (outcome === 'refused') refused += 1;
      }
      await onBatch({ moved, refused });
    }
  }

  private after(id: string | null): Promise<OldRow[]> {
    return this.database.client.$queryRaw<OldRow[]>`
      SELECT m.id::text, m.number_sealed, m.identity_sealed, m.return_url_sealed, m.answer_sealed, s.token_sealed,
        s.url_sealed
      FROM matches m LEFT JOIN consent_sessions s ON s.match_id = m.id
      WHERE m.subject_id IS NULL AND (${id}::uuid IS NULL OR m.id > ${id}::uuid)
      ORDER BY m.id LIMIT ${BATCH}`;
  }

  private async sealAnew(row: OldRow): Promise<'moved' | 'overtaken' | 'refused'> {
    const { id: matchId } = row;
    const old = { subjectId: null, matchId };
    let opened: (string | null)[];
    try {
      opened = await this.seals.openAll([
        { ...old, column: 'number', envelope: row.number_sealed },
        { ...old, column: 'identity', envelope: row.identity_sealed },
        { ...old, column: 'return_url', envelope: row.return_url_sealed },
        { ...old, column: 'answer', envelope: row.answer_sealed },
        { ...old, column: 'token', envelope: row.token_sealed },
        { ...old, column: 'url', envelope: row.url_sealed },
      ]);
    } catch (error) {
      if (error instanceof SealedValueError) return 'refused';
      throw error;
    }
    const [number, identity, returnUrl = null, answer = null, token = null, url = null] = opened;
    if (number == null || identity == null) throw new Error('a match has a number and an identity');
    const { id: subjectId } = await this.subjects.findOrCreate(number);
    const values = { number, identity, return_url: returnUrl, answer, token, url };
    const sealed = await this.seals.seal(subjectId, matchId, values).catch((error: unknown) => {
      if (error instanceof SubjectErasedError) return null;
      throw error;
    });
    // The next pass takes it, for whoever has the number then.
    if (sealed === null) return 'overtaken';
    const emailIndex = this.indexes.emailOrNone((JSON.parse(identity) as MatchIdentity).email);
    // Other envelopes than those the log knows: the line in the timeline has it know these.
    // A token may be dropped meanwhile, and an answer come; both are older than what was read here, or newer than it.
    const [result] = await this.database.client.$queryRaw<{ moved: boolean }[]>`
      WITH subject AS (${standing(subjectId)}), moved AS (
        UPDATE matches SET subject_id = subject.id, number_sealed = ${sealed.number},
          identity_sealed = ${sealed.identity}, return_url_sealed = ${sealed.return_url}::bytea,
          answer_sealed = ${sealed.answer}::bytea, email_index = ${emailIndex}::bytea
        FROM subject
        WHERE matches.id = ${matchId}::uuid AND subject_id IS NULL
          AND answer_sealed IS NOT DISTINCT FROM ${row.answer_sealed}::bytea
        RETURNING matches.id
      ), consent AS (
        UPDATE consent_sessions SET url_sealed = ${sealed.url}::bytea,
          token_sealed = CASE WHEN token_sealed IS NOT NULL THEN ${sealed.token}::bytea END
        WHERE match_id IN (SELECT id FROM moved)
      ), timeline AS (
        INSERT INTO match_events (id, match_id, type, at)
        SELECT ${uuidv7()}::uuid, id, 'resealed', clock_timestamp() FROM moved
      )
      SELECT EXISTS (SELECT FROM moved) AS moved`;
    return result?.moved === true ? 'moved' : 'overtaken';
  }
}
