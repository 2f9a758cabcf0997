import { MATCH_EVENT_TYPES } from '../matches/match-record.js';
import { STEPS } from './report-texts.js';

it.each(MATCH_EVENT_TYPES)('the step %s is told in words, in both languages', (type) => {
  const { en, fr } = STEPS[type];
  for (const text of [en, fr]) expect(text).toMatch(/^[A-Z]\S* .*\p{L}$/u);
  expect(fr).not.toBe(en);
});

it('no step is told that no timeline holds', () => {
  expect(Object.keys(STEPS).sort()).toEqual([...MATCH_EVENT_TYPES].sort());
});
