import fc from 'fast-check';
import { MatchSlices, type Slice } from './match-slices.js';

const MIB = 1024 ** 2;

/** All of them, each as large as `sizeOf` has it. */
function cut(slices: MatchSlices, sizeOf: (slice: Slice) => number): Slice[] {
  const cut: Slice[] = [];
  for (let slice = slices.next(); slice !== null; slice = slices.next()) {
    cut.push(slice);
    slices.had(slice, sizeOf(slice));
  }
  return cut;
}

it('leave nothing out and have nothing twice', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 ** 41 }),
      fc.integer({ min: 1, max: 2 ** 41 }),
      fc.integer({ min: 0, max: 100 * MIB }),
      fc.infiniteStream(fc.integer({ min: 0, max: 5 * MIB })),
      (from, length, expected, sizes) => {
        const all = { from, until: from + length };
        const slices = cut(new MatchSlices(all, expected), () => sizes.next().value as number);
        let at = all.until;
        for (const slice of slices) {
          expect(slice.until).toBe(at);
          expect(slice.from).toBeLessThan(slice.until);
          at = slice.from;
        }
        expect(at).toBe(from);
      },
    ),
    { numRuns: 30 },
  );
});

it('are one where there is little', () => {
  expect(cut(new MatchSlices({ from: 0, until: 1e12 }, 1_000), () => 1_000)).toEqual([
    { from: 0, until: 1e12 },
  ]);
  expect(cut(new MatchSlices({ from: 7, until: 8 }, 0), () => 0)).toEqual([{ from: 7, until: 8 }]);
});

it('come to have some two mebibytes, whatever was expected', () => {
  const perMs = 50;
  const sizeOf = ({ from, until }: Slice) => (until - from) * perMs;
  const all = { from: 0, until: (200 * MIB) / perMs };
  for (const expected of [20 * MIB, 200 * MIB, 2_000 * MIB]) {
    const sizes = cut(new MatchSlices(all, expected), sizeOf).map(sizeOf);
    for (const size of sizes.slice(3, -1)) expect(size / MIB).toBeCloseTo(2);
  }
});

it('grow where nothing is', () => {
  const all = { from: 0, until: 1e9 };
  expect(cut(new MatchSlices(all, 1_000 * MIB), () => 0).length).toBeLessThan(8);
});
