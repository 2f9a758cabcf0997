import { Problem } from '../../http/problem.js';
import {
  BacktestApplicationError,
  BacktestNotFoundError,
  BacktestOverError,
  BacktestsBusyError,
} from './backtest-errors.js';
import { BACKTEST_ROOM } from './backtest-record.js';

const { ofOne, inAll } = BACKTEST_ROOM;

/** What errors of back-tests mean over HTTP; undefined where the error is none of them. */
export function problemOfBacktestError(error: unknown): Problem | undefined {
  if (error instanceof BacktestNotFoundError) {
    return new Problem({
      ...{ status: 404, code: 'backtest_not_found' },
      detail: 'There is no back-test with this id for this policy.',
    });
  }
  if (error instanceof BacktestsBusyError) {
    return new Problem({
      ...{ status: 429, code: 'too_many_backtests', headers: { 'retry-after': '30' } },
      detail: `At most ${ofOne} back-tests that one application asked for are under way at a time, and ${inAll} in all. Wait for one to end, or cancel one.`,
    });
  }
  if (error instanceof BacktestOverError) {
    return new Problem({
      ...{ status: 409, code: 'backtest_over' },
      detail: 'This back-test has ended already.',
    });
  }
  if (error instanceof BacktestApplicationError) {
    return new Problem({
      ...{ status: 403, code: 'other_application' },
      detail: 'A key sees the matches of its own application only: leave application out.',
    });
  }
  return undefined;
}
