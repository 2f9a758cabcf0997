import { Problem } from '../http/problem.js';
import {
  ReportFileNotFoundError,
  ScheduleNotFoundError,
  TooManySchedulesError,
} from './schedules/schedule-errors.js';
import { MOST_ROWS, TooManyRowsError } from './prisma-figures.js';

/** What errors of reports mean over HTTP; undefined where the error is none of them. */
export function problemOfReport(error: unknown): Problem | undefined {
  if (error instanceof TooManyRowsError) {
    return Problem.ofField(
      'groupBy',
      `makes more than ${MOST_ROWS} rows`,
      'Ask for a longer interval, a shorter period, or fewer groups.',
    );
  }
  if (error instanceof ScheduleNotFoundError) {
    return new Problem({
      ...{ status: 404, code: 'schedule_not_found' },
      detail: 'There is no schedule with this id that goes on.',
    });
  }
  if (error instanceof ReportFileNotFoundError) {
    return new Problem({
      ...{ status: 404, code: 'report_file_not_found' },
      detail: 'There is no such file, or it is not kept any more. Ask for the report itself.',
    });
  }
  if (error instanceof TooManySchedulesError) {
    return new Problem({
      ...{ status: 409, code: 'too_many_schedules' },
      detail: 'There are as many schedules as there may be. End one.',
    });
  }
  return undefined;
}
