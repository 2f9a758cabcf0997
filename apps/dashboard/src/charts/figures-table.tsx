import { Box, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { ReactNode } from 'react';

export interface FiguresTableProps {
  /** For screen readers. */
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly ReactNode[])[];
  /** Pixels from which on it scrolls by itself. */
  readonly most?: number;
}

/** Figures in rows; it scrolls in itself where it is too wide or too long. */
export function FiguresTable({ caption, columns, rows, most = 420 }: FiguresTableProps) {
  return (
    <TableContainer sx={{ maxHeight: most }} tabIndex={0} role="region" aria-label={caption}>
      <Table size="small" stickyHeader>
        <Box component="caption" sx={HIDDEN}>
          {caption}
        </Box>
        <TableHead>
          <TableRow>
            {columns.map(({ title, numeric = false }) => (
              <TableCell key={title} align={numeric ? 'right' : 'left'}>
                {title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((cells, row) => (
            <TableRow key={row} hover>
              {cells.map((cell, at) => (
                <TableCell key={at} align={columns[at]?.numeric === true ? 'right' : 'left'}>
                  {cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}

const HIDDEN = {
  ...{ position: 'absolute', width: '1px', height: '1px', overflow: 'hidden', clipPath: 'inset(50%)' },
  whiteSpace: 'nowrap',
} as const;
