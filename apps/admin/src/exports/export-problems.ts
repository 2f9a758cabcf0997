import { Problem } from '../http/problem.js';
import {
  ExportGoneError,
  ExportNotFoundError,
  ExportNotReadyError,
  ExportsBusyError,
  RangeNotThereError,
} from './export-errors.js';
import { TooManyExportsError } from './match-snapshot.js';

const RETRY = { 'retry-after': '30' };

/** What errors of exports mean over HTTP; undefined where the error is none of them. */
export function problemOfExportError(error: unknown): Problem | undefined {
  if (error instanceof ExportNotFoundError) {
    return new Problem({
      ...{ status: 404, code: 'export_not_found', detail: 'There is no export with this id.' },
    });
  }
  if (error instanceof ExportNotReadyError) {
    return new Problem({
      ...{ status: 409, code: 'export_not_ready' },
      detail: 'This export is still being written. Look at it by its id, and come back when it is completed.',
    });
  }
  if (error instanceof ExportGoneError) {
    return new Problem({
      ...{ status: 410, code: 'export_gone' },
      detail: 'The file of this export is not kept any more, or was never finished. Ask for a new one.',
    });
  }
  if (error instanceof ExportsBusyError || error instanceof TooManyExportsError) {
    return new Problem({
      ...{ status: 429, code: 'too_many_exports', headers: RETRY },
      detail: 'So many exports are under way that there is no room for one more. Wait for one to end.',
    });
  }
  if (error instanceof RangeNotThereError) {
    return new Problem({
      ...{ status: 416, code: 'range_not_there', headers: { 'content-range': `bytes */${error.size}` } },
      title: 'No such part',
      detail: `The file has ${error.size} bytes, and not those that were asked for.`,
    });
  }
  return undefined;
}
