import { Card, CardContent, Typography } from '@mui/material';
import { type ReactNode, useId } from 'react';

export interface SectionProps {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a page, with a heading that screen readers can jump to. */
export function Section({ title, actions, children }: SectionProps) {
  const id = useId();
  return (
    <Card component="section" aria-labelledby={id}>
      <CardContent sx={{ p: { xs: 2, md: 2.5 }, '&:last-child': { pb: { xs: 2, md: 2.5 } } }}>
        <Typography
          component="h2"
          variant="h6"
          id={id}
          sx={{ display: 'flex', justifyContent: 'space-between', alignItems: 'center', gap: 1, mb: 1 }}
        >
          {title}
          {actions}
        </Typography>
        {children}
      </CardContent>
    </Card>
  );
}
