import {
  Box,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  useMediaQuery,
} from '@mui/material';
import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Facts } from '../layout/facts.tsx';
import type { Column } from './column.ts';

export interface RecordTableProps<T> {
  readonly label: string;
  readonly rows: readonly T[];
  readonly columns: readonly Column<T>[];
  /** Buttons at the end of each row. */
  readonly actions?: (record: T) => ReactNode;
}

/** Records in lines; on a phone, each a card. */
export function RecordTable<T extends { readonly id: string }>(props: RecordTableProps<T>) {
  const isSmall = useMediaQuery((theme) => theme.breakpoints.down('md'));
  return isSmall ? <Cards {...props} /> : <Lines {...props} />;
}

function Lines<T extends { readonly id: string }>({ label, rows, columns, actions }: RecordTableProps<T>) {
  const translate = useTranslate();
  return (
    // Wide tables are scrolled by keyboard, too.
    <TableContainer tabIndex={0} role="region" aria-label={label}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {columns.map((column) => (
              <TableCell key={column.name} component="th" scope="col">
                {translate(column.label)}
              </TableCell>
            ))}
            {actions === undefined ? null : (
              <TableCell aria-label={translate('records.actions')} component="td" />
            )}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((record) => (
            <TableRow key={record.id} hover>
              {columns.map((column) => (
                <TableCell key={column.name} sx={{ overflowWrap: 'break-word' }}>
                  {column.show(record)}
                </TableCell>
              ))}
              {actions === undefined ? null : (
                <TableCell align="right" sx={{ whiteSpace: 'nowrap' }}>
                  {actions(record)}
                </TableCell>
              )}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

function Cards<T extends { readonly id: string }>({ label, rows, columns, actions }: RecordTableProps<T>) {
  const translate = useTranslate();
  return (
    <Box
      component="ul"
      aria-label={label}
      sx={{ listStyle: 'none', m: 0, p: 0, '& time': { whiteSpace: 'normal' } }}
    >
      {rows.map((record) => (
        <Box
          component="li"
          key={record.id}
          sx={{ p: 1.5, borderBottom: 1, borderColor: 'divider', '&:last-child': { borderBottom: 0 } }}
        >
          <Facts rows={columns.map(({ label: name, show }) => [translate(name), show(record)] as const)} />
          {actions === undefined ? null : <Box sx={{ mt: 1 }}>{actions(record)}</Box>}
        </Box>
      ))}
    </Box>
  );
}
