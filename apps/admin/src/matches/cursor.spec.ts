import fc from 'fast-check';
import { v4, v7 } from 'uuid';
import { Problem } from '../http/problem.js';
import { cursorAfter, idOfCursor } from './cursor.js';

describe('a cursor', () => {
  it('leads back to the id it was made of', () => {
    for (const id of Array.from({ length: 100 }, () => [v4(), v7()]).flat()) {
      expect(idOfCursor(cursorAfter(id))).toBe(id);
    }
  });

  it('fits into a query as it is', () => {
    expect(cursorAfter(v7())).toMatch(/^[\w-]{22}$/);
  });

  it('that is not ours is refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.stringMatching(/^[\w-]{20,24}$/)), (text) => {
        try {
          expect(cursorAfter(idOfCursor(text))).toBe(text);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect((error as Problem).errors?.[0]?.field).toBe('cursor');
        }
      }),
    );
  });

  it.each(['', ' ', 'x', `${cursorAfter(v7())}=`, `${cursorAfter(v7())}A`, cursorAfter(v7()).slice(1)])(
    '%j is none',
    (text) => {
      expect(() => idOfCursor(text)).toThrow(Problem);
    },
  );
});
