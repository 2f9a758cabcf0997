import fc from 'fast-check';
import { entriesPath, tilePath } from 'transparency-log';
import { logFileAt } from './log-file.js';

const split = (path: string): [string, string] => {
  const [, level = '', ...rest] = path.split('/');
  return [level, rest.join('/')];
};

it('reads every path that the library writes', () => {
  const width = fc.integer({ min: 1, max: 256 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 63 }), fc.nat(10 ** 12), width, (level, index, wide) => {
      const tile = { level, index, width: wide };
      expect(logFileAt(...split(tilePath(tile)))).toEqual(tile);
      expect(logFileAt(...split(entriesPath(index, wide)))).toEqual({ ...tile, level: 'entries' });
    }),
  );
});

it.each([
  ['0', '0'],
  ['0', '0000'],
  ['0', 'x000/001'],
  ['0', 'x001/x002'],
  ['0', '001/002'],
  ['0', '000.p/0'],
  ['0', '000.p/256'],
  ['0', '000.p/01'],
  ['0', '000.p'],
  ['64', '000'],
  ['00', '000'],
  ['-1', '000'],
  ['data', '000'],
  ['0', 'x999/x999/x999/x999/x999/x999/999'],
])('and none beside: %s, %s', (level, rest) => expect(logFileAt(level, rest)).toBeNull());
