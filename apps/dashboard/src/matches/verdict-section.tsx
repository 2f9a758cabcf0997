import { Alert, Box, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { Section } from '../layout/section.tsx';
import type { Match, VerdictReason } from './match.ts';
import { verdictThatHolds } from './match.ts';
import { VerdictChip } from './verdict-chip.tsx';

/** What came out, and why, in plain words. */
export function VerdictSection({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const holds = verdictThatHolds(match);
  if (match.verdict === null || holds === null) return null;
  const override = match.review?.override ?? null;
  return (
    <Section title={translate('matches.fields.verdict')}>
      <VerdictChip verdict={holds} byPerson={override !== null} size="medium" />
      {override === null ? (
        <Typography sx={{ mt: 1.5 }}>{translate(`matches.meaning.${match.verdict.result}`)}</Typography>
      ) : (
        <Overridden from={match.verdict.result} at={override.at} />
      )}
      {match.review?.state === 'open' ? (
        <Alert severity="warning" sx={{ mt: 1.5 }}>
          {translate('matches.contested')}
        </Alert>
      ) : null}
      <Reasons reasons={match.verdict.reasons} />
    </Section>
  );
}

function Overridden({ from, at }: { readonly from: string; readonly at: string }) {
  const translate = useTranslate();
  const format = useFormat();
  const verdict = translate(`matches.verdicts.${from}`);
  return (
    <Typography sx={{ mt: 1.5 }}>
      {translate('matches.overridden', { verdict, at: format.dateTime(at) })}
    </Typography>
  );
}

/** Contradictions first: they are what people ask about. */
const ORDER = ['contradicts', 'close', 'agrees'] as const;

function Reasons({ reasons }: { readonly reasons: readonly VerdictReason[] }) {
  const translate = useTranslate();
  const format = useFormat();
  const unavailable = reasons.filter(({ finding }) => finding === 'unavailable');
  return (
    <Box component="ul" sx={{ pl: 2.5, my: 1.5, '& li': { mb: 0.5 } }}>
      {ORDER.flatMap((finding) => reasons.filter((reason) => reason.finding === finding)).map((reason) => (
        <li key={reason.field}>
          {translate(`matches.reasons.${reason.finding}`, {
            field: translate(`matches.scoreFields.${reason.field.replace('.', '_')}`),
            score: format.score(reason.score ?? 0),
            from: format.score(reason.agreesFrom),
            below: format.score(reason.contradictsBelow),
          })}{' '}
          <Typography component="span" variant="body2" color="textSecondary">
            {translate(`matches.weights.${reason.weight}`)}
          </Typography>
        </li>
      ))}
      {unavailable.length === 0 ? null : (
        <li>
          {translate('matches.reasons.unavailable', {
            fields: unavailable
              .map(({ field }) => translate(`matches.scoreFields.${field.replace('.', '_')}`))
              .join(', '),
          })}
        </li>
      )}
    </Box>
  );
}
