import { entriesPath, tilePath, tileWidth } from './tile.js';

describe('tiles as C2SP tlog-tiles has them', () => {
  it.each([
    [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 1, index: 5, width: 17 }, 'tile/1/005.p/17'],
    [{ level: 2, index: 1000, width: 1 }, 'tile/2/x001/000.p/1'],
  ])('%j is at %s', (id, path) => expect(tilePath(id)).toBe(path));

  it('entries are beside them', () => {
    expect(entriesPath(1234067, 256)).toBe('tile/entries/x001/x234/067');
    expect(entriesPath(0, 9)).toBe('tile/entries/000.p/9');
  });

  it('has the tiles of a tree of 70,000 that the specification counts', () => {
    const widths = (level: number, count: number) =>
      Array.from({ length: count }, (_, index) => tileWidth(70_000, level, index));
    expect(widths(0, 273)).toEqual(Array.from({ length: 273 }, () => 256));
    expect(tileWidth(70_000, 0, 273)).toBe(112);
    expect(tileWidth(70_000, 0, 274)).toBe(0);
    expect(widths(1, 3)).toEqual([256, 17, 0]);
    expect(widths(2, 2)).toEqual([1, 0]);
    expect(tileWidth(70_000, 3, 0)).toBe(0);
  });

  it('and those of a tree of 256', () => {
    expect([0, 1, 2].map((level) => tileWidth(256, level, 0))).toEqual([256, 1, 0]);
  });
});
