import { findingsOf, type Health } from './findings.ts';

const WELL: Health = {
  ready: true,
  checks: { database: { status: 'up' } },
  details: {
    dqe: { circuitBreaker: 'closed' },
    evidence: { state: 'ok', oldestPendingSeconds: 1, mirrorsFailing: 0 },
    evidenceCheck: { state: 'ok', at: '2026-01-01T02:00:00.000Z' },
  },
};
const brief = (health: Health, jobs: number | null = 0) =>
  findingsOf(health, jobs).map(({ part, level, says }) => [part, level, says].join(' '));
const withDetails = (details: Health['details']): Health => ({
  ...WELL,
  details: { ...WELL.details, ...details },
});

describe('what the figures of the service mean', () => {
  it('that all is well', () => {
    expect(brief(WELL)).toEqual([
      ...[
        'database good up',
        'dqe good closed',
        'evidence good ok',
        'mirrors good ok',
        'check good ok',
        'jobs good ok',
      ],
    ]);
  });

  it('that the database is away', () => {
    const away: Health = {
      ready: false,
      checks: { database: { status: 'down', message: 'x' } },
      details: {},
    };
    expect(brief(away, null)).toEqual(['database bad down']);
  });

  it.each([
    ['open', 'dqe bad open'],
    ['half_open', 'dqe watch halfOpen'],
    ['off', 'dqe good off'],
  ])('that the circuit breaker is %s', (circuitBreaker, said) => {
    expect(brief(withDetails({ dqe: { circuitBreaker } }))).toContain(said);
  });

  it.each([
    ['behind', 'evidence watch behind'],
    ['failing', 'evidence watch failing'],
    ['refused', 'evidence bad refused'],
    ['something of a later release', 'evidence watch failing'],
  ])('that the log is %s', (state, said) => {
    expect(brief(withDetails({ evidence: { state, oldestPendingSeconds: 90, mirrorsFailing: 2 } }))).toEqual(
      expect.arrayContaining([said, 'mirrors watch failing']),
    );
  });

  it('that the log was never checked, or that a check found something', () => {
    expect(brief(withDetails({ evidenceCheck: { state: 'none yet' } }))).toContain('check good none');
    const found = withDetails({ evidenceCheck: { state: 'degraded', at: '', findings: 3 } });
    expect(brief(found)).toContain('check bad found');
  });

  it('that jobs failed', () => {
    expect(brief(WELL, 2)).toContain('jobs watch failed');
  });
});
