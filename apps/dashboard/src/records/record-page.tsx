import { Box } from '@mui/material';
import type { ReactNode } from 'react';
import { useParams } from 'react-router-dom';
import { Failure } from '../layout/failure.tsx';
import { Loading } from '../layout/loading.tsx';
import { PageTitle } from '../layout/page-title.tsx';
import { BackButton } from './back-button.tsx';
import { useAsked } from './use-asked.ts';

export interface RecordPageProps<T> {
  /** Path below /api/v1/, to which the id of the address is added. */
  readonly resource: string;
  /** The list it is one of. */
  readonly list: string;
  /** Said where it cannot be had. */
  readonly name: string;
  readonly title: (record: T) => string;
  readonly intro?: (record: T) => ReactNode;
  readonly actions?: (record: T) => ReactNode;
  readonly again?: (record: T | undefined) => number | false;
  readonly children: (record: T) => ReactNode;
}

/** The page of one record, whose id is in the address. */
export function RecordPage<T>({ resource, list, name, again, ...parts }: RecordPageProps<T>) {
  const { id = '' } = useParams();
  const { data, error, isPending, refetch } = useAsked<T>(`${resource}/${encodeURIComponent(id)}`, { again });
  return (
    <>
      <BackButton to={list} />
      {data === undefined ? (
        <>
          <PageTitle title={name} />
          {isPending ? <Loading /> : <Failure error={error} onRetry={() => void refetch()} />}
        </>
      ) : (
        <>
          <PageTitle title={parts.title(data)} intro={parts.intro?.(data)} actions={parts.actions?.(data)} />
          <Box sx={{ display: 'grid', gap: 2, maxWidth: '64rem' }}>{parts.children(data)}</Box>
        </>
      )}
    </>
  );
}
