import type { RuleTerms } from '../retention/retention-rule.js';
import { type HeldData, refusalsOf } from './refusals.js';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const NOW = day('2026-06-01');
const rule = (terms: Partial<RuleTerms>): RuleTerms => ({
  ...{ application: null, purpose: null, clock: 'settlement', days: 365, duty: true, ground: 'aml' },
  ...terms,
});
const life = (more: Partial<HeldData['lives'][number]> = {}): HeldData['lives'][number] => ({
  ...{
    id: '1',
    subjectId: 's',
    application: 'shop',
    purpose: null,
    status: 'scored',
    settledAt: day('2026-01-01'),
  },
  ...{ relationshipEndedAt: null, held: false, consentUntil: null },
  ...more,
});
const held = (more: Partial<HeldData>): HeldData => ({
  ...{ lives: [], holds: [], relationships: [], probing: null },
  ...more,
});

it.each<
  readonly [
    string,
    HeldData,
    readonly RuleTerms[],
    string | null,
    readonly (readonly [string, string | null, string | null])[],
  ]
>([
  ['nothing', held({}), [], null, []],
  ['a rule without a duty', held({ lives: [life()] }), [rule({ duty: false })], null, []],
  ['a duty that runs', held({ lives: [life()] }), [rule({})], null, [['duty', 'aml', '2027-01-01']]],
  ['a duty that is over', held({ lives: [life()] }), [rule({ days: 10 })], null, []],
  [
    'a duty without a date',
    held({ lives: [life()] }),
    [rule({ clock: 'relationship_end' })],
    null,
    [['duty', 'aml', null]],
  ],
  [
    'the longest of several',
    held({ lives: [life(), life({ settledAt: day('2026-03-01') })] }),
    [rule({})],
    null,
    [['duty', 'aml', '2027-03-01']],
  ],
  [
    'no date before any date',
    held({
      holds: [
        { application: null, until: null },
        { application: null, until: day('2027-01-01') },
      ],
    }),
    [],
    null,
    [['hold', null, null]],
  ],
  [
    'an open match',
    held({ lives: [life({ status: 'consent_pending', settledAt: null, consentUntil: day('2026-06-02') })] }),
    [],
    null,
    [['open_match', null, '2026-06-02']],
  ],
  ['own data alone', held({ lives: [life()] }), [], 'shop', []],
  [
    'matches of others',
    held({ lives: [life(), life({ application: 'bank' })] }),
    [rule({ application: 'bank' })],
    'shop',
    [['other_application', null, null]],
  ],
  [
    'a hold of others',
    held({ holds: [{ application: null, until: null }] }),
    [],
    'shop',
    [['other_application', null, null]],
  ],
  [
    'a relationship with others',
    held({ relationships: [{ application: null }] }),
    [],
    'shop',
    [['other_application', null, null]],
  ],
  [
    'a throttle that runs',
    held({ probing: { application: 'shop', until: day('2026-06-02') } }),
    [],
    null,
    [['probing', null, '2026-06-02']],
  ],
  [
    'a throttle of which nobody knows any more whose match led to it',
    held({ probing: { application: null, until: day('2026-06-02') } }),
    [],
    null,
    [['probing', null, '2026-06-02']],
  ],
  [
    'a throttle after an own match, whose end would tell when others tried',
    held({ lives: [life()], probing: { application: 'shop', until: day('2026-06-02') } }),
    [],
    'shop',
    [['probing', null, null]],
  ],
  [
    'a throttle after a match of others',
    held({ lives: [life()], probing: { application: 'bank', until: day('2026-06-02') } }),
    [],
    'shop',
    [['other_application', null, null]],
  ],
  [
    'a throttle after a match that is gone',
    held({ lives: [life()], probing: { application: null, until: day('2026-06-02') } }),
    [],
    'shop',
    [['other_application', null, null]],
  ],
  ['a relationship, for who sees all', held({ relationships: [{ application: null }] }), [], null, []],
])('%s', (_what, data, rules, within, expected) => {
  expect(
    refusalsOf(data, rules, NOW, within).map(({ kind, ground, until }) => [kind, ground, until]),
  ).toEqual(
    expected.map(([kind, ground, until]) => [kind, ground, until === null ? null : day(until).toISOString()]),
  );
});
