import { BundleUnreadableError } from '../errors/transparency-log-errors.js';

const REASONS = {
  end: 'it does not end as a zip does: it was cut off, or something follows',
  structure: 'its parts do not follow each other without a gap, or its two tables of contents differ',
  feature: 'it uses a feature of zip that could hide something: only plain and deflated files are read',
  name: 'the name of a file in it is given twice, or is not one that exports have',
  size: 'it has more files than exports have',
} as const;

export type ZipRefusal = keyof typeof REASONS;

/** A zip that could say different things to different readers, or that is none. */
export class ZipRefusedError extends BundleUnreadableError {
  constructor(
    readonly reason: ZipRefusal,
    at: string | null = null,
  ) {
    super(REASONS[reason], at);
  }
}

/** What is in a file of the zip is not what the zip says of it. */
export class ZipFileDamagedError extends BundleUnreadableError {
  constructor(readonly file: string) {
    super('it cannot be unpacked, or is not what its checksum says', file);
  }
}
