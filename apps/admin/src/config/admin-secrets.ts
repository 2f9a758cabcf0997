import { inspect } from 'node:util';
import type { EvidenceSigningKey, MasterKey } from './environment.values.js';

/** Where the bootstrap API key comes from, for the start banner. */
export type BootstrapKeyOrigin =
  | { readonly from: 'environment' }
  /**
   * Just made, and to be shown once. `keep` stores its hash: a start that fails before anybody saw the key leaves
   * nothing behind. False when another start at the same time was faster; then this key is not the one.
   */
  | { readonly from: 'generated'; readonly apiKey: string; keep(): Promise<boolean> }
  /** Made at an earlier start; only its hash is in `file`. */
  | { readonly from: 'file'; readonly file: string }
  /** There is none. */
  | { readonly from: 'off' };

export interface SecretValues {
  /** Newest first. */
  readonly masterKeys: readonly MasterKey[];
  /** The first signs, the others cosign. */
  readonly evidenceSigningKeys: readonly EvidenceSigningKey[];
  readonly authSecret: string;
  /** SHA-256 of the bootstrap API key; null where it is switched off. */
  readonly bootstrapKeyHash: Buffer | null;
  readonly bootstrapKey: BootstrapKeyOrigin;
}

/** All secrets, wherever they come from; also the token they are injected by. Prints as nothing. */
export class AdminSecrets implements SecretValues {
  declare readonly masterKeys: readonly MasterKey[];
  declare readonly evidenceSigningKeys: readonly EvidenceSigningKey[];
  declare readonly authSecret: string;
  declare readonly bootstrapKeyHash: Buffer | null;
  declare readonly bootstrapKey: BootstrapKeyOrigin;

  constructor(values: SecretValues) {
    Object.freeze(Object.assign(this, values));
  }

  toJSON(): string {
    return '[secrets]';
  }

  [inspect.custom](): string {
    return '[secrets]';
  }
}
