/** What a sealed value can be wrong about; none of them says anything of its content. */
export type SealedValueFault =
  /** Too short, or of a version this release does not know. */
  | 'not_an_envelope'
  /** Sealed with a master key that MASTER_KEYS no longer lists. */
  | 'unknown_key'
  /** Changed, moved to another place, or sealed with another key of the same id. */
  | 'not_authentic';

const TEXT: Record<SealedValueFault, string> = {
  not_an_envelope: 'This is not a sealed value this release can read.',
  unknown_key: 'This value was sealed with a master key that is not in MASTER_KEYS.',
  not_authentic: 'This value was changed, or belongs to another place.',
};

/** Thrown by `Sealer.open`. */
export class SealedValueError extends Error {
  readonly fault: SealedValueFault;
  /** Id of the master key the value asks for, if it names one. */
  readonly keyId: string | undefined;

  constructor(fault: SealedValueFault, keyId?: string) {
    super(TEXT[fault]);
    this.name = 'SealedValueError';
    this.fault = fault;
    this.keyId = keyId;
  }
}
