/** There is no such schedule, or none the caller may know of; or it has ended. */
export class ScheduleNotFoundError extends Error {
  override readonly name = 'ScheduleNotFoundError';
}

/** It made no such file, or it is not kept any more. */
export class ReportFileNotFoundError extends Error {
  override readonly name = 'ReportFileNotFoundError';
}

/** There are as many as there may be. */
export class TooManySchedulesError extends Error {
  override readonly name = 'TooManySchedulesError';
}

/** A file could not be put under DATA_DIR/reports; `cause` says why. */
export class ReportFileNotWrittenError extends Error {
  override readonly name = 'ReportFileNotWrittenError';

  constructor(options: ErrorOptions) {
    super('A file could not be written under DATA_DIR/reports.', options);
  }
}
