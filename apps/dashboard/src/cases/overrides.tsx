import { Box, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { VerdictChip } from '../matches/verdict-chip.tsx';
import { Actor } from '../records/actor.tsx';
import type { Override } from './case.ts';

/** Which verdicts people put in the place of which, and why. */
export function Overrides({ overrides }: { readonly overrides: readonly Override[] }) {
  const translate = useTranslate();
  return (
    <Section title={translate('cases.overrides')}>
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2 }}>
        {overrides.map(({ id, verdict, previousVerdict, at, by, reason }) => (
          <li key={id}>
            <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
              <VerdictChip verdict={previousVerdict} /> → <VerdictChip verdict={verdict} byPerson />
            </Box>
            <Typography variant="body2" sx={{ my: 0.5 }}>
              {reason}
            </Typography>
            <Typography variant="body2" color="textSecondary">
              <Actor actor={by} /> · <Time at={at} />
            </Typography>
          </li>
        ))}
      </Box>
    </Section>
  );
}
