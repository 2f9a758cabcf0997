import { remedyOf, untold } from './error-remedies.js';

it('every documented error has its own text', () => {
  expect(untold()).toEqual([]);
});

it.each([
  ['98', 'configuration'],
  ['07', 'caller'],
  ['01', 'developer'],
  ['13', 'nobody'],
  ['DQE_TIMEOUT', 'configuration'],
])('%s is for the %s', (id, who) => {
  expect(remedyOf(id).who).toBe(who);
});

it('of one that nobody knows is said so', () => {
  expect(remedyOf('zz9').meaning.en).toContain('do not tell');
  expect(remedyOf('constructor')).toBe(remedyOf('zz9'));
});
