/** There is no such export, or none the caller may know of. */
export class ExportNotFoundError extends Error {
  override readonly name = 'ExportNotFoundError';
}

/** It has no file yet. */
export class ExportNotReadyError extends Error {
  override readonly name = 'ExportNotReadyError';
}

/** It has no file any more, or never had one. */
export class ExportGoneError extends Error {
  override readonly name = 'ExportGoneError';
}

/** So many are under way. */
export class ExportsBusyError extends Error {
  override readonly name = 'ExportsBusyError';
}

/** The bytes that were asked for are not in the file. */
export class RangeNotThereError extends Error {
  override readonly name = 'RangeNotThereError';

  constructor(readonly size: number) {
    super('there are not so many bytes');
  }
}
