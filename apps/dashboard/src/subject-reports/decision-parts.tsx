import { Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import { Facts } from '../layout/facts.tsx';
import { Time } from '../layout/time.tsx';
import { Part } from './part.tsx';
import type { ReportedMatch } from './subject-report.ts';

/** What the policy made of it, who contested that, and what people decided. */
export function DecisionParts({ match }: { readonly match: ReportedMatch }) {
  const translate = useTranslate();
  const { verdict, verdictInForce, reviews, overrides } = match;
  return (
    <>
      {verdict === null ? null : (
        <Part title={translate('matches.fields.verdict')}>
          <Facts
            rows={[
              [translate('matches.fields.verdict'), verdict.meaning],
              [translate('subjectReports.inForce'), verdictInForce?.meaning],
              [translate('matches.fields.policy'), verdict.policy],
            ]}
          />
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {verdict.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </Box>
        </Part>
      )}
      {reviews.map(({ openedAt, reason, closedAt, resolution, closingReason }) => (
        <Part key={openedAt} title={translate('subjectReports.contested')}>
          <Facts
            rows={[
              [translate('cases.openedAt'), <Time key="opened" at={openedAt} />],
              [translate('forms.reason'), reason],
              [translate('cases.closedAt'), closedAt === null ? null : <Time key="closed" at={closedAt} />],
              [
                translate('cases.resolution'),
                resolution === null ? null : translate(`cases.resolutions.${resolution}`, { _: resolution }),
              ],
              [translate('cases.end'), closingReason],
            ]}
          />
        </Part>
      ))}
      {overrides.map(({ at, previousVerdict, meaning, reason }) => (
        <Part key={at} title={translate('cases.overrides')}>
          <Facts
            rows={[
              [translate('subjectReports.decidedAt'), <Time key="at" at={at} />],
              [translate('matches.fields.verdict'), meaning],
              [
                translate('subjectReports.before'),
                translate(`matches.verdicts.${previousVerdict}`, { _: previousVerdict }),
              ],
              [translate('forms.reason'), reason],
            ]}
          />
        </Part>
      ))}
    </>
  );
}
