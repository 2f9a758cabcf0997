import { Unheard } from './unheard.js';

describe('statements whose answer was lost', () => {
  let now = 0;
  const fails = () => Promise.reject(new Error('the connection broke'));

  it('are those that failed, until they are heard of', async () => {
    const unheard = new Unheard(() => now);
    expect(await unheard.during('a', () => Promise.resolve(7))).toBe(7);
    await expect(unheard.during('b', fails)).rejects.toThrow('broke');
    await expect(unheard.during('c', fails)).rejects.toThrow('broke');
    expect(unheard.keys()).toEqual(['b', 'c']);
    unheard.heard('b');
    expect(unheard.keys()).toEqual(['c']);
  });

  it('are not those that are being asked again', async () => {
    const unheard = new Unheard(() => now);
    await expect(unheard.during('a', fails)).rejects.toThrow('broke');
    await unheard.during('a', () => {
      expect(unheard.keys()).toEqual([]);
      return Promise.resolve();
    });
    expect(unheard.keys()).toEqual([]);
  });

  it('are forgotten when a search has not found them, and no server can be at it any more', async () => {
    const unheard = new Unheard(() => now);
    await expect(unheard.during('a', fails)).rejects.toThrow('broke');
    unheard.searched(now + 59_999);
    expect(unheard.keys()).toEqual(['a']);
    unheard.searched(now + 60_000);
    expect(unheard.keys()).toEqual([]);
  });

  it('are not forgotten while nobody can look, however long that is', async () => {
    const unheard = new Unheard(() => now);
    await expect(unheard.during('a', fails)).rejects.toThrow('broke');
    now += 3_600_000;
    expect(unheard.has('a')).toBe(true);
  });
});
