import { Alert, Box, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { Section } from '../layout/section.tsx';
import type { Match, VerdictReason } from './match.ts';
import { verdictThatHolds } from './match.ts';
import { OverrideNote } from './override-note.tsx';
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
      <OverrideNote match={match} />
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

/** One line for what speaks against the claim each; what agrees, and what nobody knows, in a line together. */
function Reasons({ reasons }: { readonly reasons: readonly VerdictReason[] }) {
  const translate = useTranslate();
  const format = useFormat();
  const nameOf = ({ field }: VerdictReason) => translate(`matches.scoreFields.${field.replace('.', '_')}`);
  const those = (finding: VerdictReason['finding']) => reasons.filter((reason) => reason.finding === finding);
  const listed = (finding: 'agrees' | 'unavailable') => {
    const fields = those(finding);
    return fields.length === 0 ? null : (
      <li>{translate(`matches.reasons.${finding}`, { fields: format.list(fields.map(nameOf)) })}</li>
    );
  };
  return (
    <Box component="ul" sx={{ pl: 2.5, mt: 1.5, mb: 0, '& li': { mb: 0.5 } }}>
      {[...those('contradicts'), ...those('close')].map((reason) => (
        <li key={reason.field}>
          {translate(`matches.reasons.${reason.finding}`, {
            field: nameOf(reason),
            score: format.score(reason.score ?? 0),
            from: format.score(reason.agreesFrom),
            below: format.score(reason.contradictsBelow),
          })}{' '}
          <Typography component="span" variant="body2" color="textSecondary">
            ({translate(`matches.weights.${reason.weight}`)})
          </Typography>
        </li>
      ))}
      {listed('agrees')}
      {listed('unavailable')}
    </Box>
  );
}
