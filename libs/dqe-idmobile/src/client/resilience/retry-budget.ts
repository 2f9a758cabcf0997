import { Inject, Injectable } from '@nestjs/common';

import { DQE_OPTIONS } from '../../dqe-idmobile.constants.js';
import type { ResolvedDqeIdmobileOptions } from '../../options/dqe-idmobile-options.js';

/**
 * How many repetitions there may be, over all matches together: each call earns a fraction of one, each repetition
 * spends one. A single failure is repeated at once; of a server that is down, hardly any is.
 */
@Injectable()
export class RetryBudget {
  private readonly ratio: number | false;
  private readonly most: number;
  private left: number;

  constructor(@Inject(DQE_OPTIONS) { retries }: ResolvedDqeIdmobileOptions) {
    this.ratio = retries === false ? 0 : retries.budgetRatio;
    this.most = retries === false ? 0 : retries.budgetBurst;
    this.left = this.most;
  }

  /** A call was made for the first time. */
  earn(): void {
    if (this.ratio !== false) this.left = Math.min(this.most, this.left + this.ratio);
  }

  /** Whether one more repetition may be; if so, it is paid for. */
  spend(): boolean {
    if (this.ratio === false) return true;
    // Fractions add up to a little less than they should.
    if (this.left < 1 - 1e-9) return false;
    this.left -= 1;
    return true;
  }
}
