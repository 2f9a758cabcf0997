import { validate, version } from 'uuid';
import { createMatchId } from './match-id.js';

it('is a UUIDv7 of the lower half of its millisecond', () => {
  const ids = Array.from({ length: 200 }, () => createMatchId(Date.UTC(2026, 0, 31)));
  expect(ids.every((id) => validate(id) && version(id) === 7 && id.startsWith('019c1159-7000-7'))).toBe(true);
  expect(ids.filter((id) => !/^[0-7]$/.test(id.charAt(15)))).toEqual([]);
  expect(new Set(ids).size).toBe(200);
});
