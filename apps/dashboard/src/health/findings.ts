/** `GET /health/ready`, whatever it answers. */
export interface Health {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, { readonly status: string; readonly message?: string }>>;
  readonly details: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
}

export type Level = 'good' | 'watch' | 'bad';

export interface Finding {
  /** Which part, as in the texts. */
  readonly part: 'database' | 'dqe' | 'evidence' | 'mirrors' | 'check' | 'jobs';
  readonly level: Level;
  /** Key of what is said below the part. */
  readonly says: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

/** What the figures mean. Parts this instance tells nothing of are left out. */
export function findingsOf({ checks, details }: Health, failedJobs: number | null): readonly Finding[] {
  const { database } = checks;
  const { dqe, evidence, evidenceCheck } = details;
  return [
    ...(database === undefined ? [] : [databaseOf(database.status)]),
    ...(dqe === undefined ? [] : [dqeOf(String(dqe['circuitBreaker']))]),
    ...(evidence === undefined ? [] : evidenceOf(evidence)),
    ...(evidenceCheck === undefined ? [] : [checkOf(evidenceCheck)]),
    ...(failedJobs === null ? [] : [jobsOf(failedJobs)]),
  ];
}

const databaseOf = (status: string): Finding =>
  status === 'up'
    ? { part: 'database', level: 'good', says: 'up' }
    : { part: 'database', level: 'bad', says: 'down' };

function dqeOf(breaker: string): Finding {
  if (breaker === 'open') return { part: 'dqe', level: 'bad', says: 'open' };
  if (breaker === 'half_open') return { part: 'dqe', level: 'watch', says: 'halfOpen' };
  return { part: 'dqe', level: 'good', says: breaker === 'off' ? 'off' : 'closed' };
}

function evidenceOf(evidence: Readonly<Record<string, string | number>>): Finding[] {
  const state = String(evidence['state']);
  const seconds = Number(evidence['oldestPendingSeconds'] ?? 0);
  const failing = Number(evidence['mirrorsFailing'] ?? 0);
  const level = state === 'ok' ? 'good' : state === 'refused' ? 'bad' : 'watch';
  const says = ['ok', 'behind', 'failing', 'refused'].includes(state) ? state : 'failing';
  return [
    { part: 'evidence', level, says, values: { seconds } },
    failing === 0
      ? { part: 'mirrors', level: 'good', says: 'ok' }
      : { part: 'mirrors', level: 'watch', says: 'failing', values: { smart_count: failing } },
  ];
}

function checkOf(check: Readonly<Record<string, string | number>>): Finding {
  const state = String(check['state']);
  const at = String(check['at'] ?? '');
  if (state === 'ok') return { part: 'check', level: 'good', says: 'ok', values: { at } };
  if (state !== 'degraded') return { part: 'check', level: 'good', says: 'none' };
  return {
    part: 'check',
    level: 'bad',
    says: 'found',
    values: { at, smart_count: Number(check['findings'] ?? 0) },
  };
}

const jobsOf = (failed: number): Finding =>
  failed === 0
    ? { part: 'jobs', level: 'good', says: 'ok' }
    : { part: 'jobs', level: 'watch', says: 'failed', values: { smart_count: failed } };
