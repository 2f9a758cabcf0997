import { type Clock, systemClock } from 'nestjs-dqe-idmobile';

/** The system's clock, which a test may put forward: what takes minutes elsewhere takes none here. */
export class ShiftedClock implements Clock {
  private shift = 0;

  readonly now = () => systemClock.now() + this.shift;
  readonly sleep = (ms: number, signal?: AbortSignal) => systemClock.sleep(ms, signal);

  forward(ms: number): void {
    this.shift += ms;
  }
}
