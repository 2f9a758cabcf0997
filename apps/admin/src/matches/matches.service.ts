import { timingSafeEqual } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import {
  DQE_OPTIONS,
  DqeStoreError,
  MatchingService,
  type MatchRequest,
  type ResolvedDqeIdmobileOptions,
} from 'nestjs-dqe-idmobile';
import { configure } from 'safe-stable-stringify';
import type { Access } from '../access/access.js';
import { DEFAULT_APPLICATION } from '../access/principal.js';
import { currentRequestId } from '../http/request-context.js';
import { Problem } from '../http/problem.js';
import { ProbingGuard } from '../probing/probing-guard.js';
import { ProbingSuspectedError } from '../probing/probing-suspected.error.js';
import { Sealer } from '../sealing/sealer.js';
import {
  type Idempotency,
  IdempotencyKeyUsedError,
  type KeptAnswer,
  type MatchContext,
} from './match-context.js';
import { hadNoAnswer, noAnswer } from './match-problems.js';
import type { MatchRecord } from './match-record.js';
import { PrismaMatchReader } from './prisma-match-reader.js';

/** Milliseconds after the longest a match may take at which even a dead process's match has been settled. */
const RECOVERY_MS = 20_000;
const POLL_MS = { first: 20, longest: 500 };

/** The same text for the same body, however its members are ordered. No body that is valid goes deeper. */
const canonical = configure({ deterministic: true, circularValue: undefined, maximumDepth: 8 });

/** Makes matches, each once per Idempotency-Key. */
@Injectable()
export class MatchesService implements OnModuleDestroy {
  private stopping = false;

  constructor(
    private readonly matching: MatchingService,
    private readonly reader: PrismaMatchReader,
    private readonly sealer: Sealer,
    private readonly probing: ProbingGuard,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  onModuleDestroy(): void {
    this.stopping = true;
  }

  /**
   * Makes a match, or answers as the first request with this key was answered.
   * @param application whose match it is
   * @throws DqeError see `MatchingService.match`
   * @throws Problem 409 where the key was used with another body; 429 where somebody seems to guess
   */
  async create(body: unknown, idempotencyKey: string | undefined, access: Access): Promise<MatchRecord> {
    const { application, kind, id } = access.principal;
    const idempotency =
      idempotencyKey === undefined ? null : this.idempotencyOf(application, idempotencyKey, body);
    const requestId = currentRequestId() ?? null;
    const probing = await this.probing.gate();
    const actor = { kind, id };
    const kept: KeptAnswer = { record: null };
    const context: MatchContext = { requestId, idempotency, application, actor, probing, access, kept };
    try {
      const { matchId } = await this.matching.match(body as MatchRequest, context);
      // The match says itself who asked for it; see docs/decisions/0013-access.md.
      access.isOnRecord();
      return firstAnswer(kept.record ?? (await this.stored(matchId)));
    } catch (error) {
      if (error instanceof IdempotencyKeyUsedError && idempotency !== null) {
        return this.repeat(idempotency, access);
      }
      if (error instanceof ProbingSuspectedError) throw await this.probing.turnedAway(error, access);
      throw error;
    }
  }

  /** Keys of one application are none of another's. A key holds no blank, so the two cannot run together. */
  private idempotencyOf(application: string, key: string, body: unknown): Idempotency {
    const scoped = application === DEFAULT_APPLICATION ? key : `${application} ${key}`;
    return {
      key: this.sealer.blindIndex('idempotency-key', scoped),
      fingerprint: this.sealer.blindIndex('request-body', canonical(body) ?? ''),
    };
  }

  /** @throws DqeStoreError it cannot be read: the caller must not be told that nothing was sent */
  private async stored(id: string): Promise<MatchRecord> {
    const record = await this.reader.fresh(id).catch((error: unknown) => {
      throw new DqeStoreError(id, error);
    });
    if (record === null) throw new Error('a match that was just settled is not in the database');
    return record;
  }

  private async repeat({ key, fingerprint }: Idempotency, access: Access): Promise<MatchRecord> {
    for (let pause = POLL_MS.first; ; pause = Math.min(pause * 2, POLL_MS.longest)) {
      const found = await this.reader.findByIdempotencyKey(key);
      if (found === null) throw new Error('an idempotency key that was used is not in the database');
      if (found.fingerprint === null) throw erased();
      if (!timingSafeEqual(found.fingerprint, fingerprint)) throw otherBody();
      access.concerns(found.record.id);
      access.note({ repeated: true });
      // The first request is still under way, here or in another instance; or it died, and this is all there is.
      const deadline = found.record.createdAt.getTime() + this.options.matchTimeoutMs + RECOVERY_MS;
      if (found.record.status !== 'requested' || Date.now() > deadline || this.stopping) {
        return firstAnswer(found.record);
      }
      await sleep(pause);
    }
  }
}

/**
 * What the first request was, or would have been, answered: a match that has gone on since is shown as it stood then.
 * @throws Problem where it was answered by one
 */
function firstAnswer(record: MatchRecord): MatchRecord {
  if (record.consent !== null) {
    return {
      ...record,
      status: 'consent_pending',
      scores: null,
      verdict: null,
      error: null,
      review: null,
      settledAt: null,
    };
  }
  if (record.error !== null && hadNoAnswer(record.error.id)) throw noAnswer(record.error, record.id);
  return { ...record, review: null };
}

/** Whose match it was, and what it was asked with, nobody knows any more. */
const erased = () =>
  new Problem({
    status: 410,
    code: 'subject_erased',
    detail: 'The person of the match with this Idempotency-Key was erased. Send a new key for a new match.',
  });

const otherBody = () =>
  new Problem({
    status: 409,
    code: 'idempotency_key_reused',
    detail: 'This Idempotency-Key was used with another body. Send the first body again, or a new key.',
  });
