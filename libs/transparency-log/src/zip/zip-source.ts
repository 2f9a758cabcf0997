/** Bytes that can be read from anywhere, such as an open file. */
export interface ZipSource {
  readonly size: number;
  /** Exactly so many bytes, or an error. */
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Of bytes in memory. */
export const zipInMemory = (bytes: Uint8Array): ZipSource => ({
  size: bytes.length,
  read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  close: () => Promise.resolve(),
});
