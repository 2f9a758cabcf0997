import { ApiProblem } from '../api/api-problem.ts';
import type { Health } from './findings.ts';

/**
 * Public, and beside the API.
 * @throws ApiProblem the service does not answer
 */
export async function healthOf(signal: AbortSignal): Promise<Health> {
  const answer = await fetch('/health/ready', { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new ApiProblem({ status: 0, code: 'offline' }, null);
  });
  const body = (await answer.json().catch(() => ({}))) as Partial<Health>;
  return { ready: answer.ok, checks: body.checks ?? {}, details: body.details ?? {} };
}
