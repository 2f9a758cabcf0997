import { createHmac } from 'node:crypto';
import { hkdf } from '../envelope/hkdf.js';
import { InputRefusedError } from '../errors/sealed-fields-errors.js';

const KEY_BYTES = 32;

export interface BlindIndexOptions {
  /** What is indexed, such as `matches.number`: equal values give different bytes for different purposes. */
  readonly purpose: string;
  /** Brings to one form what counts as equal. @default the value as it is */
  readonly normalise?: (value: string) => string;
  /**
   * Length in bits, a multiple of 8 from 16 to 256.
   * @default 128: no two of 10^9 values meet by chance (odds below 10^-20), in half the room of the whole HMAC. Fewer
   * bits leak less about which rows are equal, but then different values meet, and what is found has to be opened and
   * compared; see the README.
   */
  readonly bits?: number;
}

/**
 * Finds a value without storing it: HMAC-SHA-256 (RFC 2104) of its normal form, truncated.
 *
 * The key is a secret of its own, not a master key: master keys rotate, and an index that changed with them would no
 * longer find what was stored before. Whoever has it can try out all numbers there are; keep it away from the database.
 */
export class BlindIndex {
  readonly #key: Buffer;
  readonly #normalise: (value: string) => string;
  readonly #bytes: number;

  /** @param secret at least 32 bytes, from which the key of this purpose is derived (HKDF, RFC 5869) */
  constructor(secret: Uint8Array | string, { purpose, normalise, bits = 128 }: BlindIndexOptions) {
    const bytes = typeof secret === 'string' ? Buffer.from(secret, 'utf8') : secret;
    if (bytes.length < KEY_BYTES) throw new InputRefusedError('secret', 'it has to be 32 bytes or more');
    if (purpose === '') throw new InputRefusedError('purpose', 'it has to be named');
    if (!Number.isInteger(bits / 8) || bits < 16 || bits > 256) {
      throw new InputRefusedError('bits', 'it has to be a multiple of 8 from 16 to 256');
    }
    this.#key = hkdf(bytes, `sealed-fields/v1/blind-index/${purpose}`, KEY_BYTES);
    this.#normalise = normalise ?? ((value) => value);
    this.#bytes = bits / 8;
  }

  /** @throws InputRefusedError, by the normaliser, for what it cannot bring to a normal form */
  of(value: string): Uint8Array<ArrayBuffer> {
    const normal = this.#normalise(value);
    if (!normal.isWellFormed()) throw new InputRefusedError('value', 'it has to be well-formed Unicode');
    return truncatedHmac(this.#key, normal, this.#bytes);
  }
}

/** The leftmost bytes of HMAC-SHA-256 (RFC 2104 §5), in memory of their own. */
export function truncatedHmac(
  key: Uint8Array,
  data: string | Uint8Array,
  bytes: number,
): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHmac('sha256', key).update(data).digest().subarray(0, bytes));
}
