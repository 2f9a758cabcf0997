import { Inject, Injectable } from '@nestjs/common';
import type { Clock, MatchPolicy } from 'nestjs-dqe-idmobile';
import type { AccessEvent } from '../../access/access-event.js';
import { timeId } from '../../access/time-id.js';
import { CLOCK } from '../../clock.module.js';
import { PrismaPolicies } from '../prisma-policies.js';
import type { BacktestRecord } from './backtest-record.js';
import { changedOf, tallied } from './backtest-tally.js';
import { PrismaBacktests } from './prisma-backtests.js';

/** Matches in one step. */
const SLICE = 1_000;

/**
 * Carries back-tests out, a step at a time. What a step has counted is written with where it came to, so that whoever
 * comes next goes on: another instance, or this one after it died. Of two who do the same step, one writes.
 */
@Injectable()
export class BacktestRunner {
  constructor(
    private readonly backtests: PrismaBacktests,
    private readonly policies: PrismaPolicies,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns false where there is nothing left to do, or somebody else does it */
  async step(id: string, slice = SLICE): Promise<boolean> {
    const backtest = await this.backtests.find(id, null);
    if (backtest === null || !['queued', 'running'].includes(backtest.state)) return false;
    if (backtest.total === null) {
      const total = await this.backtests.count(backtest);
      return this.backtests.advance(backtest, { total }, this.now());
    }
    const rows = await this.backtests.rows(backtest, slice);
    const cursor = rows.at(-1)?.id;
    if (cursor === undefined) {
      await this.backtests.complete(backtest, this.now(), this.endOf(backtest, 'allowed'));
      return false;
    }
    const tally = tallied(backtest.tally, rows, await this.policiesOf(backtest));
    return this.backtests.advance(backtest, { cursor, tally, done: backtest.done + rows.length }, this.now());
  }

  /** @param failure a code */
  async giveUp(id: string, failure: string): Promise<void> {
    const backtest = await this.backtests.find(id, null);
    if (backtest === null) return;
    await this.backtests.end(
      id,
      'failed',
      this.now(),
      failure,
      this.endOf(backtest, 'failed', { code: failure }),
    );
  }

  private async policiesOf({ policyId, activeId }: BacktestRecord) {
    const [policy, active] = await Promise.all([this.rulesOf(policyId), this.rulesOf(activeId)]);
    return { policy, active };
  }

  private async rulesOf(id: string): Promise<MatchPolicy> {
    const found = await this.policies.find(id);
    if (found === null) throw new Error('a policy that was there is gone');
    return found.policy;
  }

  /** On record as the end of what somebody asked for, by them. */
  private endOf(
    { id, requestedBy: actor, requesterApplication: application, requestId, tally }: BacktestRecord,
    outcome: 'allowed' | 'failed',
    more: AccessEvent['data'] = {},
  ): AccessEvent {
    const at = this.now();
    const data = { count: tally.matches, changed: changedOf(tally.record), ...more };
    return {
      ...{
        id: timeId(at.getTime()),
        at,
        actor,
        application,
        action: 'backtest.end',
        outcome,
        requestId,
        data,
      },
      ...{ target: { type: 'backtest', id }, permission: 'policies:manage' },
    };
  }

  private now(): Date {
    return new Date(this.clock.now());
  }
}
