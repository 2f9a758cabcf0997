import { ListBase, useListContext } from 'ra-core';
import type { ReactElement, ReactNode } from 'react';
import { FilterForm, type ListProps, Pagination } from 'react-admin';
import { EmptyList } from '../layout/empty-list.tsx';
import { Failing } from '../layout/failing.tsx';
import { ListPage } from '../layout/list-page.tsx';
import { Loading } from '../layout/loading.tsx';
import type { Column } from './column.ts';
import { RecordTable } from './record-table.tsx';

interface ListOfProps<T> {
  /** Path below /api/v1/. */
  readonly resource: string;
  readonly columns: readonly Column<T>[];
  readonly actions?: (record: T) => ReactNode;
  /** Said where there is nothing. */
  readonly nothing: string;
  readonly filters?: ReactElement[];
  readonly queryOptions?: ListProps['queryOptions'];
}

export interface RecordListProps<T> extends ListOfProps<T> {
  readonly title: string;
  readonly intro?: ReactNode;
  readonly filterDefaultValues?: object;
  /** Beside the filters. */
  readonly tools?: ReactElement;
}

/** A page with a list of the service, which react-admin narrows, pages and keeps fresh. */
export function RecordList<T extends { readonly id: string }>(props: RecordListProps<T>) {
  const { columns, actions, nothing, tools, title, ...rest } = props;
  return (
    <ListPage {...rest} title={title} actions={tools ?? false} storeKey={false}>
      <Rows {...{ columns, actions, nothing }} label={title} />
    </ListPage>
  );
}

export interface RecordRowsProps<T> extends ListOfProps<T> {
  readonly filterDefaultValues?: object;
  readonly label: string;
}

/** As {@link RecordList}, as a part of a page. */
export function RecordRows<T extends { readonly id: string }>(props: RecordRowsProps<T>) {
  const { resource, queryOptions, filters, filterDefaultValues, ...rows } = props;
  return (
    <ListBase
      {...{ resource, queryOptions, filterDefaultValues }}
      perPage={25}
      disableSyncWithLocation
      storeKey={false}
      error={<Failing />}
    >
      {filters === undefined ? null : <FilterForm filters={filters} />}
      <Rows {...rows} />
      <Pagination rowsPerPageOptions={[25, 50, 100]} />
    </ListBase>
  );
}

function Rows<T extends { readonly id: string }>(props: Omit<RecordRowsProps<T>, 'resource'>) {
  const { columns, actions, nothing, label } = props;
  const { data, isPending } = useListContext();
  if (isPending) return <Loading />;
  if (data === undefined || data.length === 0) return <EmptyList text={nothing} />;
  return <RecordTable<T> rows={data} {...{ columns, actions, label }} />;
}
