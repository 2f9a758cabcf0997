import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import { KeyGivenBackError } from '../errors/sealed-fields-errors.js';
import { DataKey } from './data-key.js';
import { KeyCache } from './key-cache.js';

const PLACE = { table: 't', column: 'c', row: '1' };

let now = 0;
const cacheOf = (maxKeys: number, ttlMs = 1000) => new KeyCache(maxKeys, ttlMs, () => now);
/** In the cache, and used by nobody else. */
function put(cache: KeyCache, subject: string): DataKey {
  const key = new DataKey(subject, randomBytes(32), () => undefined);
  cache.put(key);
  key.giveBack();
  return key;
}
const isWiped = (key: DataKey) => {
  try {
    key.seal('value', PLACE);
    return false;
  } catch (error) {
    return error instanceof KeyGivenBackError;
  }
};

describe('KeyCache', () => {
  beforeEach(() => {
    now = 0;
    jest.useFakeTimers();
  });
  afterEach(() => jest.useRealTimers());

  it('drops, and wipes, the key that was not used for longest', () => {
    const cache = cacheOf(2);
    const [a, b] = [put(cache, 'a'), put(cache, 'b')];
    expect(cache.get('a')).toBe(a);
    const c = put(cache, 'c');
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([a, undefined, c]);
    expect([isWiped(a), isWiped(b), isWiped(c)]).toEqual([false, true, false]);
  });

  it('does not wipe what is still lent', () => {
    const cache = cacheOf(1);
    const a = put(cache, 'a').lend();
    put(cache, 'b');
    expect(isWiped(a)).toBe(false);
    a.giveBack();
    expect(isWiped(a)).toBe(true);
  });

  it('keeps a key for its time and no longer, however often it is used', () => {
    const cache = cacheOf(10);
    const a = put(cache, 'a');
    for (now = 0; now < 1000; now += 100) expect(cache.get('a')).toBe(a);
    expect(cache.get('a')).toBeUndefined();
    expect(isWiped(a)).toBe(true);
  });

  it('wipes by itself what nobody asks for again', () => {
    const cache = cacheOf(10);
    const a = put(cache, 'a');
    now = 600;
    const b = put(cache, 'b');
    now = 1000;
    jest.advanceTimersByTime(1000);
    expect([isWiped(a), isWiped(b)]).toEqual([true, false]);
    now = 2000;
    jest.advanceTimersByTime(1000);
    expect([isWiped(b), cache.size]).toEqual([true, 0]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('replaces a key of the same subject', () => {
    const cache = cacheOf(10);
    const [first, second] = [put(cache, 'a'), put(cache, 'a')];
    expect(cache.get('a')).toBe(second);
    expect([isWiped(first), isWiped(second), cache.size]).toEqual([true, false, 1]);
  });

  it('keeps nothing where it may not', () => {
    const keys = [cacheOf(0), cacheOf(10, 0)].map((cache) => put(cache, 'a'));
    expect(keys.map(isWiped)).toEqual([true, true]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('wipes everything at the end, and leaves no timer', () => {
    const cache = cacheOf(10);
    const keys = ['a', 'b'].map((subject) => put(cache, subject));
    cache.clear();
    expect(keys.map(isWiped)).toEqual([true, true]);
    expect(jest.getTimerCount()).toBe(0);
  });
});
