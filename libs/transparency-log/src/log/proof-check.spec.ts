import fc from 'fast-check';
import { flipped } from '../../../../test/support/evidence-history.js';
import { leafHash } from '../merkle/hashing.js';
import { verifyInclusion } from '../merkle/verify-inclusion.js';
import { InMemoryTileStore } from '../tiles/in-memory-tile-store.js';
import { Log } from './log.js';
import { ProofCheck } from './proof-check.js';

const cases = fc.integer({ min: 1, max: 600 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    indexes: fc.array(fc.nat(size - 1), { minLength: 1, maxLength: 30 }),
    bit: fc.nat(255),
    at: fc.nat(),
  }),
);

it('says of each proof what verifyInclusion says, however many it was asked about before', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ size, indexes, bit, at }) => {
      const leaves = Array.from({ length: size }, (_, i) => Buffer.from(`event ${i}`));
      const log = await Log.open({ store: new InMemoryTileStore(), size: 0 });
      await log.append(leaves);
      const check = new ProofCheck(log.head);
      const proofs = await log.proveInclusions(indexes);
      for (const [i, index] of indexes.entries()) {
        const leaf = leafHash(leaves[index]!);
        expect(check.holds(index, leaf, proofs[i]!)).toBe(true);
        expect(check.holds(index, flipped(leaf, bit), proofs[i]!)).toBe(false);
      }
      // One that nobody has gone before: any bit of it counts, and its length.
      const [index, proof] = [indexes[0]!, proofs[0]!];
      const leaf = leafHash(leaves[index]!);
      const altered = proof.map((hash, i) => (i === at % proof.length ? flipped(hash, bit) : hash));
      for (const other of [altered, proof.slice(1), [...proof, leaf]]) {
        const holds = verifyInclusion({ index, ...log.head, leaf, proof: other });
        expect(new ProofCheck(log.head).holds(index, leaf, other)).toBe(holds);
      }
    }),
    { seed: 9162, numRuns: 60 },
  );
});
