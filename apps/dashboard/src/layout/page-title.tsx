import { Box, Typography } from '@mui/material';
import { type ReactNode, useEffect } from 'react';

export interface PageTitleProps {
  readonly title: string;
  /** One line on what the page is for. */
  readonly intro?: ReactNode;
  /** At the right of the title. */
  readonly actions?: ReactNode;
}

const PRODUCT = 'DQE ID Mobile';

/** The heading every page begins with; it names the tab, too. */
export function PageTitle({ title, intro, actions }: PageTitleProps) {
  useEffect(() => {
    document.title = `${title} · ${PRODUCT}`;
  }, [title]);
  return (
    <Box
      sx={{
        ...{ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: 1.5 },
        ...{ justifyContent: 'space-between', pt: { xs: 2, md: 3 }, pb: 1.5 },
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Typography component="h1" variant="h5">
          {title}
        </Typography>
        {intro === undefined ? null : (
          <Typography
            component="div"
            variant="body2"
            color="textSecondary"
            sx={{ maxWidth: '75ch', mt: 0.5 }}
          >
            {intro}
          </Typography>
        )}
      </Box>
      {actions === undefined ? null : (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>{actions}</Box>
      )}
    </Box>
  );
}
