import { Injectable } from '@nestjs/common';
import type { Problem } from './problem.js';

/** Turns an error of a library or service into an answer; undefined when it is not its kind. */
export type ProblemMapper = (error: unknown) => Problem | undefined;

/** Where features register what their errors mean over HTTP, so that one filter serves them all. */
@Injectable()
export class ProblemMappers {
  readonly #mappers: ProblemMapper[] = [];

  register(mapper: ProblemMapper): void {
    this.#mappers.push(mapper);
  }

  /** The first answer any mapper has. */
  map(error: unknown): Problem | undefined {
    for (const mapper of this.#mappers) {
      const problem = mapper(error);
      if (problem !== undefined) {
        return problem;
      }
    }
    return undefined;
  }
}
