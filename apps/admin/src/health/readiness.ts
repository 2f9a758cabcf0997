import { Injectable, Logger } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';

/** Something the service cannot work without. */
export interface ReadinessCheck {
  /** Short, such as `database`. */
  readonly name: string;
  /** Rejects when it is not usable. Only the text of a {@link NotReadyError} is shown; the rest goes to the log. */
  check(): Promise<void>;
}

/** Something worth knowing that does not make the service unready. Anybody may read it. */
export interface ReadinessDetail {
  /** Short, such as `dqe`. */
  readonly name: string;
  read(): Readonly<Record<string, string | number>>;
}

/** A reason fit to be read by anybody: no address, no user, no secret. */
export class NotReadyError extends Error {
  override readonly name = 'NotReadyError';
}

/** Where features register their checks, and where the shutdown says that it has begun. */
@Injectable()
export class Readiness implements OnModuleDestroy {
  readonly #logger = new Logger(Readiness.name);
  readonly #checks: ReadinessCheck[] = [];
  readonly #details: ReadinessDetail[] = [];
  #draining = false;

  register(check: ReadinessCheck): void {
    this.#checks.push(check);
  }

  inform(detail: ReadinessDetail): void {
    this.#details.push(detail);
  }

  /** What was to be told, by name. */
  get details(): Readonly<Record<string, object>> {
    return Object.fromEntries(this.#details.map((detail) => [detail.name, detail.read()]));
  }

  get checks(): readonly ReadinessCheck[] {
    return this.#checks;
  }

  /** From now on `/health/ready` answers 503, so that nobody sends new work. */
  drain(): void {
    this.#draining = true;
  }

  get draining(): boolean {
    return this.#draining;
  }

  onModuleDestroy(): void {
    this.drain();
  }

  /** Why a check failed, as far as anybody may know. */
  reasonOf(name: string, error: unknown): string {
    if (error instanceof NotReadyError) {
      return error.message;
    }
    this.#logger.warn({ msg: `Readiness check "${name}" failed`, err: error });
    return 'The check failed; the log says why.';
  }
}
