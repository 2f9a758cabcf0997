import { Button, type ButtonProps } from '@mui/material';

/** What one can begin on a list: at its right, above. */
export const ToolButton = (props: Pick<ButtonProps, 'startIcon' | 'onClick' | 'children' | 'color'>) => (
  <Button variant="contained" {...props} sx={{ ml: 'auto', my: 1, flexShrink: 0, whiteSpace: 'nowrap' }} />
);
