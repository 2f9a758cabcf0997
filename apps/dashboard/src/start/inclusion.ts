/** An event with its proof, as `GET /api/v1/evidence/matches/:id` gives it. */
export interface ProvenEvent {
  readonly pending: boolean;
  readonly index: number | null;
  readonly leaf: string | null;
  /** Hashes in base64, from the leaf to the root. */
  readonly proof: readonly string[] | null;
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

async function hash(...parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/**
 * Whether an event is in the log of a checkpoint: RFC 9162 §2.1.3.2, on SHA-256. Computed here, by this browser; the service
 * is not asked whether it is right. Who signed the checkpoint is for `dqe-verify` to check.
 * @param checkpoint a signed note: its second line is the size, its third the root
 */
export async function isIncluded(event: ProvenEvent, checkpoint: string): Promise<boolean> {
  const [, size = '', root = ''] = checkpoint.split('\n');
  const { index, leaf, proof } = event;
  if (index === null || leaf === null || proof === null || index >= Number(size)) return false;
  // Not by bits: indexes may be larger than 32 of them.
  let [at, last] = [BigInt(index), BigInt(size) - 1n];
  let found = await hash(LEAF, new TextEncoder().encode(leaf));
  for (const step of proof.map(bytesOf)) {
    if (last === 0n) return false;
    if (at % 2n === 1n || at === last) {
      found = await hash(NODE, step, found);
      while (at % 2n === 0n && at !== 0n) [at, last] = [at / 2n, last / 2n];
    } else {
      found = await hash(NODE, found, step);
    }
    [at, last] = [at / 2n, last / 2n];
  }
  const wanted = bytesOf(root);
  return (
    last === 0n && found.length === wanted.length && found.every((byte, place) => byte === wanted[place])
  );
}
