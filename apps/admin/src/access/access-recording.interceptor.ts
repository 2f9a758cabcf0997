import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Problem } from '../http/problem.js';
import { ProblemMappers } from '../http/problem-mappers.js';
import { toProblem } from '../http/to-problem.js';
import { type Access, accessOf } from './access.js';
import { AccessRecorder } from './access-recorder.js';
import { ACTIONS, type Recording } from './actions.js';

/** Puts every request of somebody who was let in on record; what cannot be, is not answered. */
@Injectable()
export class AccessRecordingInterceptor implements NestInterceptor {
  readonly #recorder: AccessRecorder;
  readonly #problems: ProblemMappers;

  constructor(recorder: AccessRecorder, problems: ProblemMappers) {
    this.#recorder = recorder;
    this.#problems = problems;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const access = accessOf(context.switchToHttp().getRequest<FastifyRequest>());
    return access === undefined ? next.handle() : from(this.#run(access, next));
  }

  async #run(access: Access, next: CallHandler): Promise<unknown> {
    const recording: Recording = ACTIONS[access.demand.action];
    if (recording === 'tally') await this.#recorder.count(access);
    if (recording === 'attempt') await this.#recorder.record(access.event('allowed'));
    let answer: unknown;
    try {
      answer = await lastValueFrom(next.handle(), { defaultValue: undefined });
    } catch (error) {
      if (recording !== 'tally') await this.#failed(access, error);
      throw error;
    }
    if (recording === 'answer' || (recording === 'own' && !access.onRecord)) {
      await this.#recorder.record(access.event('allowed', countOf(answer)));
    }
    return answer;
  }

  async #failed(access: Access, error: unknown): Promise<void> {
    if (access.failureOnRecord) return;
    const problem = this.#problemOf(error);
    const matchId = problem?.extensions['matchId'];
    if (typeof matchId === 'string') access.concerns(matchId);
    try {
      const { status = 500, code = 'internal_error' } = problem ?? {};
      await this.#recorder.record(access.failure({ status, code }));
    } catch (notOnRecord) {
      // A failure on our side says nothing of anybody, and says more than that it could not be recorded.
      if (problem !== undefined && problem.status < 500) throw notOnRecord;
    }
  }

  #problemOf(error: unknown): Problem | undefined {
    return toProblem(error) ?? this.#problems.map(error);
  }
}

/** Of a list, how many it shows. */
function countOf(answer: unknown): { count?: number } {
  const items = (answer as { items?: unknown } | null | undefined)?.items;
  return Array.isArray(items) ? { count: items.length } : {};
}
