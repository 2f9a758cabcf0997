import { Link as MuiLink } from '@mui/material';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';

export interface RecordLinkProps {
  readonly to: string;
  readonly children: ReactNode;
  /** Carried in memory, in no address. */
  readonly state?: unknown;
}

export const RecordLink = ({ to, children, state }: RecordLinkProps) => (
  <MuiLink component={Link} to={to} state={state} underline="always">
    {children}
  </MuiLink>
);
