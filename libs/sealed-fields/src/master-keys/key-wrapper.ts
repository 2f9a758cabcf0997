/** A data key as it is stored. */
export interface WrappedKey {
  /** Which master key opens it. */
  readonly masterKeyId: string;
  readonly bytes: Uint8Array;
}

/**
 * What holds the master keys: this process ({@link LocalKeyWrapper}) or a key management service.
 *
 * Rejections that are a `SealedFieldsError` concern one key; any other, such as a network that is down, fails the whole
 * call they came up in, and is passed on as it is: let it hold nothing secret.
 */
export interface KeyWrapper {
  /** Id of the master key that wraps from now on. */
  readonly primary: string;

  /**
   * @param dataKey 32 bytes; wiped by the caller afterwards, so copy what you keep
   * @param subject has to be bound to the result (AAD, or the service's encryption context): unwrapping it for another
   *   subject has to fail
   */
  wrap(dataKey: Uint8Array, subject: string): Promise<WrappedKey>;

  /**
   * @returns the 32 bytes, in memory of their own: the caller wipes them
   * @throws MasterKeyMissingError where the master key is not at hand
   * @throws WrappedKeyRefusedError where the wrapped key is not authentic
   */
  unwrap(wrapped: WrappedKey, subject: string): Promise<Uint8Array>;
}
