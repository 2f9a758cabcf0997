import { ApiProblem, type ProblemBody } from './api-problem.ts';
import { credentialHeaders } from './credentials.ts';
import { attendanceHeaders } from './attendance.ts';

export type Query = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface CallOptions {
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Hears of every answer by which one is not signed in, whoever asked. */
export const refusals = new EventTarget();
export const SIGNED_OUT = 'signed-out';

/** Below `/api/v1/`. */
const ROOT = '/api/v1/';

/**
 * Asks the service, and gives its JSON; undefined where there is none.
 * @throws ApiProblem the service refuses, or does not answer
 */
export async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
  const answer = await send(method, path, options);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

/** As {@link call}, for what is no JSON. The answer is one of success. */
export async function send(method: string, path: string, options: CallOptions = {}): Promise<Response> {
  const { body, headers, signal } = options;
  let answer: Response;
  try {
    answer = await fetch(addressOf(path, options.query), {
      method,
      signal,
      headers: {
        ...credentialHeaders(),
        ...attendanceHeaders(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiProblem({ status: 0, code: 'offline' }, null);
  }
  if (!answer.ok) {
    const problem = await problemOf(answer);
    if (problem.status === 401) refusals.dispatchEvent(new CustomEvent(SIGNED_OUT, { detail: problem }));
    throw problem;
  }
  return answer;
}

export function addressOf(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, v]) => v !== undefined && v !== null && v !== '');
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return `${ROOT}${path}${text === '' ? '' : `?${text}`}`;
}

async function problemOf(answer: Response): Promise<ApiProblem> {
  const body = (await answer.json().catch(() => ({}))) as Partial<ProblemBody>;
  const { status } = answer;
  return new ApiProblem(
    {
      ...{ status, code: `http_${status}`, ...body },
      requestId: body.requestId ?? answer.headers.get('x-request-id') ?? undefined,
    },
    answer.headers.get('retry-after'),
  );
}
