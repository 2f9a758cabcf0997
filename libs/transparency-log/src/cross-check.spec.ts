import { createPublicKey } from 'node:crypto';
import { verifyCheckpoint } from '@sigstore/verify/dist/tlog/checkpoint.js';
import { verifyMerkleInclusion } from '@sigstore/verify/dist/tlog/merkle.js';
import fc from 'fast-check';
import { InMemoryTileStore, Log, SigningKey } from './index.js';

type Entry = Parameters<typeof verifyCheckpoint>[0];
type Authority = Parameters<typeof verifyCheckpoint>[1][number];

const ORIGIN = 'evidence.bank.example/log';

/** Our log, proof and checkpoint as npm's own verifier of Sigstore bundles takes them. */
async function asSigstore(size: number, index: number) {
  const { key } = SigningKey.generate(ORIGIN);
  const leaves = Array.from({ length: size }, (_, i) => Buffer.from(`event ${i}`));
  const log = await Log.open({ store: new InMemoryTileStore(), size: 0 });
  await log.append(leaves);
  const entry = {
    canonicalizedBody: leaves[index],
    inclusionProof: {
      logIndex: String(index),
      treeSize: String(size),
      rootHash: Buffer.from(log.head.root),
      hashes: (await log.proveInclusion(index)).map((hash) => Buffer.from(hash)),
      checkpoint: { envelope: log.checkpoint(ORIGIN, [key]) },
    },
  } as unknown as Entry;
  const { id, publicKey } = key.verifierKey;
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') };
  const authority = {
    logID: Buffer.from(id, 'hex'),
    baseURL: ORIGIN,
    publicKey: createPublicKey({ key: jwk, format: 'jwk' }),
  } as unknown as Authority;
  return { entry, authority };
}

describe('an independent implementation (@sigstore/verify)', () => {
  it('accepts our checkpoints and inclusion proofs, and refuses what was changed', async () => {
    const cases = fc
      .integer({ min: 1, max: 600 })
      .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)));
    await fc.assert(
      fc.asyncProperty(cases, async ([size, index]) => {
        const { entry, authority } = await asSigstore(size, index);
        const checkpoint = verifyCheckpoint(entry, [authority]);
        expect(Number(checkpoint.logSize)).toBe(size);
        verifyMerkleInclusion(entry, checkpoint);

        const changed = { ...entry, canonicalizedBody: Buffer.from('another event') };
        expect(() => verifyMerkleInclusion(changed, checkpoint)).toThrow('does not match');
        const envelope = entry.inclusionProof.checkpoint.envelope.replace(`\n${size}\n`, `\n${size + 1}\n`);
        const forged = { ...entry, inclusionProof: { ...entry.inclusionProof, checkpoint: { envelope } } };
        expect(() => verifyCheckpoint(forged, [authority])).toThrow('signature');
      }),
      { seed: 9162, numRuns: 25 },
    );
  });
});
