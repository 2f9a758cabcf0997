import { Box, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { Section } from '../layout/section.tsx';
import type { Match, Scores, VerdictReason } from './match.ts';
import { ScoreBar } from './score-bar.tsx';

/** In one line; on a phone, with the bar below. */
const ROW = {
  ...{ display: 'grid', alignItems: 'center', columnGap: 2, rowGap: 0.75 },
  gridTemplateAreas: { xs: '"label score finding" "bar bar bar"', sm: '"label bar score finding"' },
  gridTemplateColumns: { xs: '1fr 2.5rem 6.5rem', sm: '10rem minmax(0, 1fr) 2.5rem 6.5rem' },
};

/** Each score as a bar against the thresholds it was judged by. */
export function ScoresSection({ match: { scores, verdict } }: { readonly match: Match }) {
  const translate = useTranslate();
  const format = useFormat();
  if (scores === null) return null;
  return (
    <Section title={translate('matches.scores')}>
      <Box sx={{ display: 'grid', rowGap: 1.25 }}>
        {flat(scores).map(([field, score]) => {
          const label = translate(`matches.scoreFields.${field.replace('.', '_')}`);
          const reason = verdict?.reasons.find((each) => each.field === field);
          return (
            <Box key={field} sx={ROW}>
              <Typography variant="body2" sx={{ gridArea: 'label' }}>
                {label}
              </Typography>
              <Box sx={{ gridArea: 'bar' }}>
                <ScoreBar {...{ label, score, reason }} />
              </Box>
              <Typography variant="body2" sx={{ gridArea: 'score', textAlign: 'right', fontWeight: 650 }}>
                {score === null ? '–' : format.score(score)}
              </Typography>
              <Typography variant="body2" color="textSecondary" sx={{ gridArea: 'finding' }}>
                <Finding score={score} reason={reason} />
              </Typography>
            </Box>
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
