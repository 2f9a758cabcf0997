import { Box, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { Fragment } from 'react';
import { useFormat } from '../i18n/use-format.ts';
import { Section } from '../layout/section.tsx';
import type { Match, Scores, VerdictReason } from './match.ts';
import { ScoreBar } from './score-bar.tsx';

/** Each score as a bar against the thresholds it was judged by. */
export function ScoresSection({ match: { scores, verdict } }: { readonly match: Match }) {
  const translate = useTranslate();
  const format = useFormat();
  if (scores === null) return null;
  return (
    <Section title={translate('matches.scores')}>
      <Box
        sx={{
          ...{ display: 'grid', alignItems: 'center', columnGap: 2, rowGap: 1 },
          gridTemplateColumns: { xs: '1fr max-content', sm: '10rem minmax(6rem, 1fr) 3rem 9rem' },
        }}
      >
        {flat(scores).map(([field, score]) => {
          const label = translate(`matches.scoreFields.${field.replace('.', '_')}`);
          const reason = verdict?.reasons.find((each) => each.field === field);
          return (
            <Fragment key={field}>
              <Typography variant="body2" sx={{ gridColumn: { xs: 1, sm: 'auto' } }}>
                {label}
              </Typography>
              <Box
                sx={{
                  order: { xs: 1, sm: 0 },
                  gridColumn: { xs: '1 / -1', sm: 'auto' },
                  display: 'contents',
                }}
              >
                <ScoreBar {...{ label, score, reason }} />
              </Box>
              <Typography variant="body2" sx={{ textAlign: 'right', fontWeight: 600 }}>
                {score === null ? '–' : format.score(score)}
              </Typography>
              <Typography variant="body2" color="textSecondary">
                <Finding score={score} reason={reason} />
              </Typography>
            </Fragment>
          );
        })}
      </Box>
      <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1.5 }}>
        {translate('matches.barHint')}
      </Typography>
    </Section>
  );
}

function Finding({ score, reason }: { score: number | null; reason: VerdictReason | undefined }) {
  const translate = useTranslate();
  if (score === null) return translate('matches.findings.unavailable');
  return reason === undefined
    ? translate('matches.findings.unjudged')
    : translate(`matches.findings.${reason.finding}`);
}

const flat = ({ address, ...rest }: Scores): readonly (readonly [string, number | null])[] => [
  ...Object.entries(rest),
  ...Object.entries(address).map(([name, score]) => [`address.${name}`, score] as const),
];
