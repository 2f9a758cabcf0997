import { useListContext } from 'ra-core';
import { Failure } from './failure.tsx';

/** In place of a list that could not be had. */
export function Failing() {
  const { error, refetch } = useListContext();
  return <Failure error={error} onRetry={() => void refetch()} />;
}
