import { findingOf } from './finding.ts';

it.each([
  ['0612345678', 'number'],
  ['+33 6 12 34 56 78', 'number'],
  ['06.12.34.56.78', 'number'],
  ['marie.durand@example.com', 'email'],
  ['01A21799-dfa3-74d2-8ae1-242fa8f2d118', 'id'],
  ['order-4711', 'reference'],
  ['4711', 'reference'],
  ['20261126-0001-0002-0003', 'reference'],
])('%s is a %s', (text, by) => {
  expect(findingOf(`  ${text} `)?.by).toBe(by);
});

it('nothing is nothing', () => {
  expect(findingOf('  ')).toBeNull();
});
