/** One version of the master key. */
export interface MasterKey {
  /** Stands beside each data key it wraps, so that older ones are still found after a newer came. */
  readonly id: string;
  /** 32 random bytes. */
  readonly key: Uint8Array;
}

export const MASTER_KEY_BYTES = 32;
export const MASTER_KEY_ID = /^[A-Za-z0-9._-]{1,32}$/;
