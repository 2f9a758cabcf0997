import { Box } from '@mui/material';
import type { ReactNode } from 'react';

/** Names and values below each other; what there is none of is left out. */
export function Facts({ rows }: { readonly rows: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <Box
      component="dl"
      sx={{
        ...{
          display: 'grid',
          gridTemplateColumns: 'fit-content(45%) 1fr',
          columnGap: 2,
          rowGap: 0.75,
          m: 0,
        },
        '& dt': { color: 'text.secondary' },
        '& dd': { m: 0, minWidth: 0, overflowWrap: 'anywhere' },
      }}
    >
      {rows
        .filter(([, value]) => value !== null && value !== undefined && value !== '')
        .map(([name, value]) => (
          <Box key={name} sx={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </Box>
        ))}
    </Box>
  );
}
