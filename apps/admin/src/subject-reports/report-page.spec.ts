import { reportPage } from './report-page.js';
import type { ReportedMatchView, SubjectReportView } from './subject-report.view.js';

const AT = '2026-06-01T12:00:00.000Z';
const MATCH = {
  ...{
    id: 'm1',
    application: 'shop',
    purpose: null,
    reference: null,
    status: 'scored',
    meaning: 'Compared.',
  },
  ...{ country: 'FR', operator: 'Orange', createdAt: AT, settledAt: AT, identity: null, returnUrl: null },
  ...{ answer: null, scores: null, error: null, consent: null, timeline: [], reveals: [], told: [] },
  verdict: { result: 'mismatch', policy: 'default@1', meaning: 'They contradict.', reasons: [] },
  ...{ verdictInForce: null, reviews: [], overrides: [] },
  retention: { state: 'unruled', until: null, ruleId: null, meaning: 'No time limit is set.' },
} satisfies ReportedMatchView;
const page = (match: Partial<ReportedMatchView>, language: SubjectReportView['language'] = 'en') =>
  reportPage({
    ...{ language, generatedAt: AT, number: '+33600001001', held: true },
    ...{ matches: [{ ...MATCH, ...match }], relationships: [], holds: [] },
  });
const REVIEWED: Partial<ReportedMatchView> = {
  verdictInForce: { result: 'match', meaning: 'They agree after all.', since: AT },
  reviews: [
    {
      ...{ openedAt: AT, reason: '<b>maiden</b> name', closedAt: AT, resolution: 'overridden' },
      closingReason: 'Certificate "seen" & kept',
    },
    { openedAt: AT, reason: null, closedAt: null, resolution: null, closingReason: null },
  ],
  overrides: [
    {
      ...{ at: AT, verdict: 'match', previousVerdict: 'mismatch', meaning: 'They agree after all.' },
      reason: '</td><script>1</script>',
    },
  ],
};

it.each([
  ['en', ['How it was contested', 'Another verdict was put in its place.', 'not yet', 'What people decided']],
  [
    'fr',
    ['Comment il a été contesté', 'Le verdict a été remplacé', 'pas encore', 'Ce que des personnes ont'],
  ],
] as const)(
  'tells in %s how it was contested, and what people decided, with their reasons',
  (language, words) => {
    const text = page(REVIEWED, language);
    for (const word of words) expect(text).toContain(word);
    expect(text).toContain(language === 'en' ? 'The claims contradict' : 'Les déclarations contredisent');
    expect(text.split('They agree after all.')).toHaveLength(3);
  },
);

it('escapes what people wrote', () => {
  const text = page(REVIEWED);
  expect(text).not.toMatch(/<b>|<script/);
  expect(text).toContain('&lt;b&gt;maiden&lt;/b&gt; name');
  expect(text).toContain('Certificate &quot;seen&quot; &amp; kept');
  expect(text).toContain('&lt;/td&gt;&lt;script&gt;1&lt;/script&gt;');
});

it('says nothing of it where nobody contested or decided', () => {
  const text = page({});
  for (const word of ['contested', 'decided', 'in force']) expect(text).not.toContain(word);
});
