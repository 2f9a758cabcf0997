import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Clock, VerdictResult } from 'nestjs-dqe-idmobile';
import type { Access } from '../access/access.js';
import type { AccessEvent } from '../access/access-event.js';
import { AccessRecorder } from '../access/access-recorder.js';
import type { Actor } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { AdminConfig } from '../config/admin-config.js';
import { PrismaReviews } from '../reviews/prisma-reviews.js';
import { PLACES, ReviewReasons } from '../reviews/review-reasons.js';
import { DemoBusyError, DemoPresentError, DemoRefusedError } from './demo-errors.js';
import { type DemoMatch, demoMatches } from './demo-match.js';
import { demoPersons } from './demo-persons.js';
import { PrismaDemo, type StoredDemo } from './prisma-demo.js';

export const DEMO = { matches: 50_000, days: 90, persons: 2_000 } as const;
export type DemoSize = { readonly matches: number; readonly days: number; readonly persons: number };

/** Rows in one statement. */
const CHUNK = 1_000;
const CASES = 12;
const SAMPLE: Actor = { kind: 'service', id: 'sample-data' };

export interface DemoStatus {
  /** Matches of it that there are. */
  readonly matches: number;
  readonly state: 'idle' | 'loading' | 'removing';
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Whether it may be loaded here: not in production. */
  readonly offered: boolean;
}

export interface DemoRemoval {
  readonly removed: number;
  /** Kept, because a legal hold is on them. */
  readonly held: number;
  readonly persons: number;
}

/** Sample data: loaded on request, and taken away again. One at a time. */
@Injectable()
export class DemoService implements OnModuleDestroy {
  private readonly logger = new Logger(DemoService.name);
  private state: DemoStatus['state'] = 'idle';
  private progress: DemoStatus['progress'] = null;
  private running: Promise<unknown> = Promise.resolve();
  private stopping = false;

  constructor(
    private readonly demo: PrismaDemo,
    private readonly reviews: PrismaReviews,
    private readonly reasons: ReviewReasons,
    private readonly recorder: AccessRecorder,
    private readonly config: AdminConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What is under way ends after its chunk; `remove` takes away what is there. */
  async onModuleDestroy(): Promise<void> {
    this.stopping = true;
    await this.running.catch(() => undefined);
  }

  async status(): Promise<DemoStatus> {
    const { state, progress } = this;
    return { matches: await this.demo.count(), state, progress, offered: !this.config.production };
  }

  /**
   * Begins in the background.
   * @throws DemoRefusedError DemoBusyError DemoPresentError
   */
  async begin(what: { readonly load: number } | 'remove', access: Access): Promise<void> {
    if (what !== 'remove') await this.admit();
    if (this.state !== 'idle') throw new DemoBusyError();
    this.state = what === 'remove' ? 'removing' : 'loading';
    try {
      await this.recorder.record(access.event('allowed'));
      access.isOnRecord();
    } catch (error) {
      this.state = 'idle';
      throw error;
    }
    const run = what === 'remove' ? this.removed() : this.loaded(sizeOf(what.load));
    this.running = run
      .catch((error: unknown) =>
        this.logger.error({ msg: 'The sample data could not be handled.', err: error }),
      )
      .finally(() => {
        [this.state, this.progress] = ['idle', null];
      });
  }

  /**
   * Waits for it: of the command.
   * @throws DemoRefusedError DemoPresentError
   */
  async load(size: DemoSize = DEMO, tell?: (done: number, total: number) => void): Promise<number> {
    await this.admit();
    await this.recorder.record(this.event('demo.load'));
    return this.loaded(size, tell);
  }

  async remove(tell?: (done: number, total: number) => void): Promise<DemoRemoval> {
    await this.recorder.record(this.event('demo.remove'));
    return this.removed(tell);
  }

  private async admit(): Promise<void> {
    if (this.config.production) throw new DemoRefusedError();
    if (this.state !== 'idle') throw new DemoBusyError();
    if ((await this.demo.count()) > 0) throw new DemoPresentError();
  }

  private async loaded(size: DemoSize, tell?: (done: number, total: number) => void): Promise<number> {
    const now = this.clock.now();
    const begin = new Date(now - size.days * 86_400_000);
    const subjects = await this.demo.addPersons(demoPersons(size.persons), begin);
    if (subjects.length === 0) throw new Error('all numbers of the sample data are taken');
    const recent: StoredDemo[] = [];
    let chunk: DemoMatch[] = [];
    let done = 0;
    const flush = async () => {
      const stored = await this.demo.addMatches(chunk, subjects);
      recent.push(...stored.filter(({ match }) => isArguable(match.verdict?.result)));
      recent.splice(0, recent.length - 200);
      done += chunk.length;
      chunk = [];
      this.progress = { done, total: size.matches };
      tell?.(done, size.matches);
    };
    const matches = demoMatches({ ...{ count: size.matches, days: size.days, now, persons: size.persons } });
    for (const match of matches) {
      chunk.push(match);
      if (chunk.length === CHUNK) await flush();
      if (this.stopping) return done;
    }
    if (chunk.length > 0) await flush();
    await this.openCases(recent.slice(-CASES));
    return done;
  }

  private async removed(tell?: (done: number, total: number) => void): Promise<DemoRemoval> {
    const total = await this.demo.count();
    const at = new Date(this.clock.now());
    const sum = { removed: 0, held: 0 };
    for (let after: string | null = null; !this.stopping;) {
      const part = await this.demo.removeMatches(after, at);
      sum.removed += part.removed;
      sum.held += part.held;
      this.progress = { done: sum.removed + sum.held, total };
      tell?.(sum.removed + sum.held, total);
      if (part.last === null) break;
      after = part.last;
    }
    return { ...sum, persons: await this.demo.erasePersons(demoPersons(DEMO.persons), at) };
  }

  /** Some who do not agree: a third is still open, a third was upheld, a third overridden. */
  private async openCases(matches: readonly StoredDemo[]): Promise<void> {
    for (const [ordinal, { id: matchId, subjectId, match }] of matches.entries()) {
      const verdict = match.verdict?.result;
      if (verdict === undefined) continue;
      const now = this.clock.now();
      const review = timeId(now);
      const contested = {
        ...({
          id: review,
          matchId,
          subjectId,
          cause: 'contested',
          state: 'open',
          openedAt: new Date(now),
        } as const),
        ...{ openedBy: SAMPLE, closedAt: null, closedBy: null, resolution: null },
      };
      const seal = (place: Parameters<ReviewReasons['seal']>[1], text: string) =>
        this.reasons.seal(subjectId, place, text);
      const reason = await seal(
        PLACES.contest(review),
        'Sample data: says that the name was changed by marriage',
      );
      await this.reviews.contest(contested, reason, this.event('match.contest', matchId));
      if (ordinal % 3 === 0) continue;
      const resolution = ordinal % 3 === 1 ? 'upheld' : 'overridden';
      if (resolution === 'overridden') {
        const id = timeId(now);
        const override = {
          ...{ id, matchId, reviewId: review, verdict: 'match' as const, previousVerdict: verdict },
          // A machine does not decide, says the database; nobody of the staff is called that.
          ...{ at: new Date(now), by: { kind: 'person', id: SAMPLE.id } as const, approvalId: null },
        };
        const before = { ...{ id: matchId, subjectId, verdict }, override: null };
        const why = await seal(PLACES.override(id), 'Sample data: certificate seen');
        await this.reviews.override(override, before, why, this.event('match.override', matchId));
      }
      const closed = { id: review, closedAt: new Date(now), closedBy: SAMPLE, resolution } as const;
      const closing = await seal(PLACES.closing(review), 'Sample data: as decided');
      await this.reviews.close(closed, closing, this.event('review.close', review));
    }
  }

  private event(action: AccessEvent['action'], targetId: string | null = null): AccessEvent {
    const now = this.clock.now();
    const type = action.slice(0, action.indexOf('.'));
    return {
      ...{ id: timeId(now), at: new Date(now), actor: SAMPLE, application: null, action },
      ...{ target: { type, id: targetId }, outcome: 'allowed', permission: null, requestId: null, data: {} },
    };
  }
}

const sizeOf = (matches: number): DemoSize => ({
  ...{ matches, days: DEMO.days },
  persons: Math.max(20, Math.ceil((DEMO.persons * matches) / DEMO.matches)),
});

const isArguable = (verdict: VerdictResult | undefined) => verdict === 'partial' || verdict === 'mismatch';
