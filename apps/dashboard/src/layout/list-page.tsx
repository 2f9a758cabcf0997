import type { ReactNode } from 'react';
import { useResourceContext } from 'ra-core';
import { List, type ListProps, Pagination } from 'react-admin';
import { PageTitle } from './page-title.tsx';
import { Failing } from './failing.tsx';
import { EmptyList } from './empty-list.tsx';

export interface ListPageProps extends Omit<ListProps, 'title' | 'empty' | 'error'> {
  readonly title: string;
  readonly intro?: ReactNode;
  /** What is said where there is nothing at all. */
  readonly nothing?: string;
}

/**
 * A list of the service: newest first, by cursors. What it is narrowed to never gets into the address, for it may be
 * somebody's number; it stays in memory until the tab is closed.
 */
export function ListPage({ title, intro, nothing, children, ...rest }: ListPageProps) {
  const resource = useResourceContext(rest);
  return (
    <>
      <PageTitle title={title} intro={intro} />
      <List
        disableSyncWithLocation
        storeKey={`${resource ?? ''}.listParams`}
        perPage={50}
        exporter={false}
        pagination={<Pagination rowsPerPageOptions={[25, 50, 100, 250]} />}
        title={false}
        empty={nothing === undefined ? false : <EmptyList text={nothing} />}
        error={<Failing />}
        {...rest}
      >
        {children}
      </List>
    </>
  );
}
