import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from './api-problem.ts';

/** A refusal is an answer: only what was not answered is asked for again, once. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) =>
        failures < 1 && error instanceof ApiProblem && (error.status === 0 || error.status >= 500),
      refetchOnWindowFocus: false,
    },
  },
});
