import type { Parameters } from './parameters.js';

/** A call the sandbox received. */
export interface DqeSandboxRequest {
  readonly path: string;
  readonly method: string;
  /** The decoded parameters, those of the query for GET and of the body for POST. */
  readonly params: Parameters;
  /** When it arrived, in milliseconds of the sandbox's clock. */
  readonly at: number;
}

/** How many calls arrived, by path; all consent pages together as `/operator/`, everything else as `other`. */
export interface DqeSandboxCounts {
  '/ACCESS_TOKEN/': number;
  '/IDMOBILE/': number;
  '/GET/': number;
  '/operator/': number;
  other: number;
}

const MOST_REQUESTS = 10_000;

/** Counts calls and keeps the last 10,000, which is enough for an assertion and too few for a leak. */
export class CallLog {
  readonly requests: DqeSandboxRequest[] = [];
  readonly counts: DqeSandboxCounts = {
    '/ACCESS_TOKEN/': 0,
    '/IDMOBILE/': 0,
    '/GET/': 0,
    '/operator/': 0,
    other: 0,
  };

  constructor(private readonly keep: boolean) {}

  add(request: DqeSandboxRequest): void {
    this.counts[countedAs(request.path)] += 1;
    if (!this.keep) return;
    // In steps, since moving the whole array for each call would cost more than the call.
    if (this.requests.length >= MOST_REQUESTS) this.requests.splice(0, MOST_REQUESTS / 10);
    this.requests.push(request);
  }

  clear(): void {
    this.requests.length = 0;
    for (const path of Object.keys(this.counts) as (keyof DqeSandboxCounts)[]) this.counts[path] = 0;
  }
}

function countedAs(path: string): keyof DqeSandboxCounts {
  if (path === '/ACCESS_TOKEN/' || path === '/IDMOBILE/' || path === '/GET/') return path;
  return path.startsWith('/operator/') ? '/operator/' : 'other';
}
