import { Problem } from '../../http/problem.js';

export const noFile = () =>
  new Problem({
    status: 404,
    code: 'log_file_not_found',
    detail: 'The log has no such tile, or not that much of it yet.',
  });
