import type { Logger } from '@nestjs/common';

const QUIET_MS = 60_000;

/** Says once that something began to fail, and once that it works again; at most once a minute where it flickers. */
export class OutageLog {
  private failing = false;
  private quietUntil = -Infinity;

  constructor(
    private readonly logger: Pick<Logger, 'warn' | 'log'>,
    private readonly what: string,
    private readonly now: () => number = () => Date.now(),
  ) {}

  begun(error: unknown): void {
    if (this.failing || this.now() < this.quietUntil) return;
    this.failing = true;
    this.quietUntil = this.now() + QUIET_MS;
    this.logger.warn({ msg: `${this.what} fails; it goes on trying.`, err: error });
  }

  over(): void {
    if (!this.failing) return;
    this.failing = false;
    this.logger.log(`${this.what} works again.`);
  }
}
