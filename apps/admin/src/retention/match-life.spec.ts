import { standingOf } from './match-life.js';
import { type RuleTerms, ruleFor } from './retention-rule.js';

const rule = (terms: Partial<RuleTerms>): RuleTerms => ({
  ...{ application: null, purpose: null, clock: 'settlement', days: 30, duty: false, ground: 'contract' },
  ...terms,
});
const day = (text: string) => new Date(`${text}T12:00:00Z`);

describe('which rule counts', () => {
  const all = rule({});
  const shop = rule({ application: 'shop' });
  const credit = rule({ purpose: 'credit' });
  const both = rule({ application: 'shop', purpose: 'credit' });

  it.each([
    ['shop', 'credit', [all, shop, credit, both], both],
    ['shop', 'credit', [both, credit, shop, all], both],
    ['shop', 'credit', [all, shop, credit], credit],
    ['shop', 'credit', [all, shop], shop],
    ['shop', 'credit', [all], all],
    ['shop', null, [all, shop, credit, both], shop],
    ['shop', 'other', [all, shop, credit, both], shop],
    ['bank', 'credit', [all, shop, credit, both], credit],
    ['bank', null, [all, shop, credit, both], all],
    ['bank', null, [shop, credit, both], undefined],
    ['shop', 'Credit', [credit], undefined],
    ['shop', 'credit', [], undefined],
  ] as const)('of %s for %s, with %j', (application, purpose, rules, expected) => {
    expect(ruleFor(rules, { application, purpose })).toBe(expected);
  });
});

describe('when the time of a match is over', () => {
  const match = (more: object = {}) => ({
    ...{ application: 'shop', purpose: null, status: 'scored' as const, settledAt: day('2026-01-01') },
    ...{ relationshipEndedAt: null, ...more },
  });
  const byEnd = rule({ clock: 'relationship_end' });

  it.each<readonly [string, ReturnType<typeof match>, readonly RuleTerms[], string, string, string | null]>([
    ['a day before its time', match(), [rule({})], '2026-01-30', 'running', '2026-01-31'],
    ['in the very moment', match(), [rule({})], '2026-01-31', 'over', '2026-01-31'],
    ['with no day at all', match(), [rule({ days: 0 })], '2026-01-01', 'over', '2026-01-01'],
    ['without a rule', match(), [], '2036-01-01', 'unruled', null],
    ['with a rule for others', match(), [rule({ application: 'bank' })], '2036-01-01', 'unruled', null],
    ['of a customer who stays', match(), [byEnd], '2036-01-01', 'waiting', null],
    [
      'of one who left',
      match({ relationshipEndedAt: day('2026-03-01') }),
      [byEnd],
      '2026-03-30',
      'running',
      '2026-03-31',
    ],
    [
      'of one who left long ago',
      match({ relationshipEndedAt: day('2026-03-01') }),
      [byEnd],
      '2026-03-31',
      'over',
      '2026-03-31',
    ],
    [
      'of one who is about to leave',
      match({ relationshipEndedAt: day('2026-03-02') }),
      [byEnd],
      '2026-03-01',
      'waiting',
      null,
    ],
    [
      'made after the relationship ended',
      match({ relationshipEndedAt: day('2025-01-01') }),
      [byEnd],
      '2026-01-30',
      'running',
      '2026-01-31',
    ],
    [
      'by settlement, whoever left',
      match({ relationshipEndedAt: day('2026-03-01') }),
      [rule({})],
      '2026-01-31',
      'over',
      '2026-01-31',
    ],
    [
      'over a leap day',
      match({ settledAt: day('2028-02-01') }),
      [rule({})],
      '2028-03-02',
      'over',
      '2028-03-02',
    ],
  ])('%s', (_what, life, rules, now, state, until) => {
    const standing = standingOf(life, rules, day(now));
    expect([standing.state, standing.until]).toEqual([state, until === null ? null : day(until)]);
  });

  it.each(['requested', 'consent_pending', 'retrieving'] as const)('never while it is %s', (status) => {
    expect(standingOf(match({ status, settledAt: null }), [rule({ days: 0 })], day('2099-01-01')).state).toBe(
      'open',
    );
  });

  it.each(['scored', 'rejected', 'expired', 'unknown'] as const)('one day where it ended as %s', (status) => {
    expect(standingOf(match({ status }), [rule({})], day('2099-01-01')).state).toBe('over');
  });
});
