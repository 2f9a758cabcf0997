import { Prisma } from './generated/client.js';
import { withLiterals } from './literals.js';

it('puts values in their places, nested or not', () => {
  const inner = Prisma.sql`b = ${7} AND c = ${null}`;
  expect(withLiterals(Prisma.sql`SELECT a WHERE ${inner} AND d = ${'x'}::uuid`)).toBe(
    `SELECT a WHERE b = '7' AND c = NULL AND d = 'x'::uuid`,
  );
});

it.each([
  [`it's`, `'it''s'`],
  [`back\\slash`, ` E'back\\\\slash'`],
  [`'; DROP TABLE matches; --`, `'''; DROP TABLE matches; --'`],
  ['$1', `'$1'`],
  [true, `'true'`],
  [9_007_199_254_740_993n, `'9007199254740993'`],
  [Uint8Array.of(0, 39, 255), `'\\x0027ff'::bytea`],
])('quotes %p', (value, literal) => {
  expect(withLiterals(Prisma.sql`${value}`)).toBe(literal);
});

it.each([
  ['a date', new Date(0)],
  ['a list', ['x']],
  ['nothing', undefined],
  ['half a text', 'a\0b'],
])('refuses %s', (_, value) => {
  expect(() => withLiterals(Prisma.sql`SELECT ${value as string}`)).toThrow(TypeError);
});
