import { rangeOf } from './byte-range.js';
import { RangeNotThereError } from './export-errors.js';

it.each([
  ['bytes=0-9', { from: 0, to: 10 }],
  ['bytes=90-', { from: 90, to: 100 }],
  ['bytes=90-200', { from: 90, to: 100 }],
  ['bytes=-10', { from: 90, to: 100 }],
  ['bytes=-1000', { from: 0, to: 100 }],
  [undefined, null],
  ['bytes=0-1,5-6', null],
  ['rows=0-1', null],
  ['bytes=-', null],
  ['bytes=9-1', null],
])('%s of 100 bytes is %j', (header, expected) => expect(rangeOf(header, 100)).toEqual(expected));

it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0'])('%s of 100 bytes is not there', (header) =>
  expect(() => rangeOf(header, 100)).toThrow(RangeNotThereError),
);
