import { DEFAULT_POLICY, evaluate } from 'nestjs-dqe-idmobile';
import { eventsOf } from './demo-events.js';
import { DEMO_APPLICATIONS, type DemoMatch, demoMatches } from './demo-match.js';
import { demoPersons } from './demo-persons.js';

const NOW = Date.parse('2026-11-26T12:00:00Z');
const DAY_MS = 86_400_000;
const made = (count = 5_000): readonly DemoMatch[] => [
  ...demoMatches({ count, days: 90, now: NOW, persons: 200 }),
];
const share = (matches: readonly DemoMatch[], of: (match: DemoMatch) => boolean) =>
  matches.filter(of).length / matches.length;

it('is the same again, in the order of time, within the days, and as many as asked for', () => {
  const matches = made();
  expect(matches).toEqual(made());
  expect(matches).toHaveLength(5_000);
  expect(matches.every(({ at }) => at >= NOW - 90 * DAY_MS && at <= NOW)).toBe(true);
  expect(matches.map(({ at }) => at)).toEqual(matches.map(({ at }) => at).sort((a, b) => a - b));
  expect(new Set(matches.map(({ reference }) => reference)).size).toBe(5_000);
});

it('has nights, weekends, every application, operators, and every way a match ends', () => {
  const matches = made(20_000);
  const at = (hours: readonly number[]) =>
    share(matches, (match) => hours.includes(new Date(match.at).getUTCHours()));
  expect(at([1, 2, 3])).toBeLessThan(0.01);
  expect(at([15, 16, 17])).toBeGreaterThan(0.18);
  expect(share(matches, (match) => [0, 6].includes(new Date(match.at).getUTCDay()))).toBeLessThan(0.2);
  expect(new Set(matches.map(({ application }) => application))).toEqual(new Set(DEMO_APPLICATIONS));
  expect(new Set(matches.map(({ operator }) => operator)).size).toBe(5);
  expect(new Set(matches.map(({ status }) => status))).toEqual(
    new Set(['scored', 'rejected', 'expired', 'unknown']),
  );
  const consents = matches.filter(({ consent }) => consent !== null);
  for (const of of [
    share(consents, ({ status }) => status === 'scored'),
    share(consents, ({ error }) => error?.id === '21'),
    share(consents, ({ status }) => status === 'expired'),
    ...(['match', 'partial', 'mismatch', 'insufficient'] as const).map((result) =>
      share(matches, ({ verdict }) => verdict?.result === result),
    ),
  ]) {
    expect(of).toBeGreaterThan(0.01);
  }
});

it('its verdicts are those of the policy, and no step comes before the one it follows', () => {
  for (const match of made(2_000)) {
    if (match.scores !== null) expect(match.verdict).toEqual(evaluate(match.scores, DEFAULT_POLICY));
    expect((match.scores === null) === (match.status !== 'scored')).toBe(true);
    const times = eventsOf('x', match).map(({ at }) => at);
    expect(times).toEqual([...times].sort());
  }
});

it('nobody of it is anybody', () => {
  const persons = demoPersons(2_000);
  expect(new Set(persons.map(({ number }) => number)).size).toBe(2_000);
  for (const { number, identity } of persons) {
    expect(number).toMatch(/^\+3360090\d{4}$/);
    expect(identity.email).toMatch(/^[a-z]+\.[a-z]+\.\d+@example\.com$/);
  }
});
