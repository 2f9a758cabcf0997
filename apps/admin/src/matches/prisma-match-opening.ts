import { randomUUID } from 'node:crypto';
import { isRefused, type Prisma } from '@dqe-admin/database';
import { Inject, Injectable } from '@nestjs/common';
import type { OpenedMatch, RejectedChange } from 'nestjs-dqe-idmobile';
import { SubjectErasedError } from 'sealed-fields';
import { AdminConfig } from '../config/admin-config.js';
import { GroupCommit } from '../persistence/group-commit.js';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import { PrismaInstanceLease } from '../persistence/prisma-instance-lease.js';
import { ProbingSuspectedError } from '../probing/probing-suspected.error.js';
import { BlindIndexes } from '../subjects/blind-indexes.js';
import { IdempotencyKeyUsedError } from './match-context.js';
import { MatchSeals } from './match-seals.js';
import { type MatchRow, matchRowOf, type Opening } from './prisma-match-rows.js';
import { openForKnown, openForNew } from './prisma-match-statements.js';
import { Recent } from './recent.js';

/** How often a subject may come or go under our hands before something else must be wrong. */
const ATTEMPTS = 5;
const KNOWN_NUMBERS = 10_000;

/** What became of one attempt; a subject that was found is yet to be opened for. */
type Outcome =
  { readonly opened: string } | { readonly found: string | null } | 'key used' | 'subject erased';

/** Opens matches: each for the person of its number, under that person's key. */
@Injectable()
export class PrismaMatchOpening {
  /** Subjects by blind index of the number. The statement asks whether they still stand. */
  private readonly known = new Recent<string>(KNOWN_NUMBERS);

  /** Rows for known subjects; of several for one, each waits for the one before, so that what it tried is counted. */
  private readonly forKnown: GroupCommit<MatchRow, KnownRow>;
  /** Rows for subjects nobody has seen. */
  private readonly forNew: GroupCommit<MatchRow, NewRow>;

  constructor(
    private readonly database: PrismaDatabase,
    private readonly indexes: BlindIndexes,
    private readonly seals: MatchSeals,
    private readonly lease: PrismaInstanceLease,
    @Inject(AdminConfig) config: Pick<AdminConfig, 'groupCommit'>,
  ) {
    const options = { ...config.groupCommit, isRefused };
    this.forKnown = new GroupCommit<MatchRow, KnownRow>((rows) => this.write(rows, openForKnown), {
      ...options,
      keyOf: ({ subject_id: subject }) => subject,
    });
    this.forNew = new GroupCommit<MatchRow, NewRow>((rows) => this.write(rows, openForNew), options);
  }

  /**
   * One statement, for a number met before and for one that nobody ever saw; a number this process has not met yet takes
   * two more, one to find it and one for its key.
   * @returns the subject
   * @throws IdempotencyKeyUsedError
   * @throws ProbingSuspectedError
   */
  async open(match: OpenedMatch, ending: RejectedChange | null): Promise<string> {
    const index = this.indexes.number(match.number);
    const opening: Opening = {
      ...{ match, ending, index, emailIndex: this.indexes.emailOrNone(match.identity.email) },
      ...{ context: match.context ?? {}, ownerId: this.lease.id },
    };
    const number = Buffer.from(index).toString('hex');
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const outcome = await this.openOnce(opening, this.known.get(number));
      if (outcome === 'key used') throw new IdempotencyKeyUsedError();
      if (typeof outcome === 'object' && 'opened' in outcome) {
        this.known.set(number, outcome.opened);
        if (ending !== null) opening.context.access?.failureIsOnRecord();
        return outcome.opened;
      }
      // Somebody who comes back after an erasure is another subject.
      if (outcome === 'subject erased') this.known.delete(number);
    }
    throw new Error(`the subject of a match came and went ${ATTEMPTS} times while it was opened`);
  }

  private async openOnce(opening: Opening, known: string | undefined): Promise<Outcome> {
    if (known !== undefined) return this.openFor(known, opening);
    const outcome = await this.openForNew(opening);
    return typeof outcome === 'object' && 'found' in outcome && outcome.found !== null
      ? this.openFor(outcome.found, opening)
      : outcome;
  }

  private async openFor(subjectId: string, opening: Opening): Promise<Outcome> {
    const { match, context } = opening;
    const sealed = await this.seals
      .seal(subjectId, match.id, personalPartOf(match))
      .catch((error: unknown) => {
        if (error instanceof SubjectErasedError) return null;
        throw error;
      });
    if (sealed === null) return this.erased(subjectId);
    const admission = context.probing?.admissionOf(match) ?? null;
    const { opened, admitted } = await this.forKnown.add(
      matchRowOf(opening, { subjectId, sealed, admission }),
    );
    if (opened) return { opened: subjectId };
    if (admitted === false) throw new ProbingSuspectedError(subjectId);
    return admitted === true ? 'key used' : this.erased(subjectId);
  }

  /** Of two who come at once the second finds what the first has made. */
  private async openForNew(opening: Opening): Promise<Outcome> {
    const { match, context } = opening;
    const subjectId = randomUUID();
    const admission = context.probing?.admissionOf(match) ?? null;
    let outcome: Outcome = { found: null };
    await this.seals.sealFirst(subjectId, match.id, personalPartOf(match), async (sealed, key) => {
      const row = matchRowOf(opening, { subjectId, sealed, admission, key });
      const { made, opened, used, found } = await this.forNew.add(row);
      if (opened) outcome = { opened: subjectId };
      else if (made || used) outcome = 'key used';
      else outcome = { found };
      return made ? true : null;
    });
    return outcome;
  }

  private async write<Row extends { readonly id: string }>(
    rows: readonly MatchRow[],
    statement: (rows: string, recorded: boolean) => Prisma.Sql,
  ): Promise<readonly Row[]> {
    const recorded = rows.some(({ access }) => access !== null);
    const written = await this.database.client.$queryRaw<Row[]>(statement(JSON.stringify(rows), recorded));
    const byId = new Map(written.map((row) => [row.id, row]));
    return rows.map(({ id }) => byId.get(id) as Row);
  }

  /** For a person whom another process has erased: this one forgets the key at once. */
  private erased(subjectId: string): Outcome {
    this.seals.forget(subjectId);
    return 'subject erased';
  }
}

interface KnownRow {
  readonly id: string;
  readonly opened: boolean;
  /** null: the subject is gone. */
  readonly admitted: boolean | null;
}

interface NewRow {
  readonly id: string;
  readonly made: boolean;
  readonly opened: boolean;
  readonly used: boolean;
  readonly found: string | null;
}

const personalPartOf = ({ number, identity, returnUrl }: OpenedMatch) => ({
  ...{ number, identity: JSON.stringify(identity), return_url: returnUrl },
});
