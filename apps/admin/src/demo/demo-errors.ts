import { Problem } from '../http/problem.js';

/** In production, nobody mixes invented people with real ones. */
export class DemoRefusedError extends Error {
  override readonly name = 'DemoRefusedError';

  constructor() {
    super('Sample data is not for production: NODE_ENV is production. Load it into a service of its own.');
  }
}

export class DemoBusyError extends Error {
  override readonly name = 'DemoBusyError';

  constructor() {
    super('Sample data is being loaded or removed already. Wait until that has ended.');
  }
}

export class DemoPresentError extends Error {
  override readonly name = 'DemoPresentError';

  constructor() {
    super('Sample data is there already. Remove it first, to load it anew.');
  }
}

export function problemOfDemo(error: unknown): Problem | undefined {
  if (error instanceof DemoRefusedError) {
    return new Problem({ status: 409, code: 'demo_refused', detail: error.message });
  }
  if (error instanceof DemoBusyError)
    return new Problem({ status: 409, code: 'demo_busy', detail: error.message });
  if (error instanceof DemoPresentError) {
    return new Problem({ status: 409, code: 'demo_present', detail: error.message });
  }
  return undefined;
}
