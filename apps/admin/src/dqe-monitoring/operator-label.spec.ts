import { operatorLabel } from './operator-label.js';

it.each([
  ['Orange', 'orange'],
  ['SFR', 'sfr'],
  ['Bouygues Telecom', 'bouygues'],
  ['Free Mobile', 'free'],
  ['Freedom Telecom', 'other'],
  ['', 'other'],
  ['0612345678', 'other'],
  [null, 'none'],
])('%j becomes the label %s', (operator, label) => {
  expect(operatorLabel(operator)).toBe(label);
});
