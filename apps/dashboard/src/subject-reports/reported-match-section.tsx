import { Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import { usePermitted } from '../access/use-permitted.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { RecordLink } from '../records/record-link.tsx';
import { DecisionParts } from './decision-parts.tsx';
import { Lines, Part } from './part.tsx';
import type { ReportedMatch } from './subject-report.ts';

/** One match of a report: what was claimed, what came of it, and who has known of it. */
export function ReportedMatchSection({ match }: { readonly match: ReportedMatch }) {
  const translate = useTranslate();
  const format = useFormat();
  const mayLook = usePermitted('matches:read');
  const { id, identity, consent, answer, reveals, told, timeline } = match;
  return (
    <Section title={translate('subjectReports.match', { time: format.dateTime(match.createdAt) })}>
      <Facts
        rows={[
          [
            translate('matches.fields.id'),
            mayLook ? <RecordLink to={`/matches/${id}/show`}>{id}</RecordLink> : id,
          ],
          [translate('register.application'), match.application],
          [translate('register.purpose'), match.purpose],
          [translate('matches.fields.reference'), match.reference],
          [translate('subjectReports.outcome'), match.meaning],
          [translate('matches.fields.operator'), match.operator],
          [
            translate('matches.fields.settledAt'),
            match.settledAt === null ? null : <Time key="settled" at={match.settledAt} />,
          ],
          [translate('matches.fields.error'), match.error],
          [translate('subjectReports.returnUrl'), match.returnUrl],
          [translate('subjectReports.kept'), match.retention.meaning],
        ]}
      />
      {identity === null ? null : (
        <Part title={translate('subjectReports.claimed')}>
          <Facts
            rows={Object.entries(identity).map(([name, value]) => [
              translate(`matches.identity.${name}`, { _: name }),
              String(value),
            ])}
          />
        </Part>
      )}
      <DecisionParts match={match} />
      {answer === null || answer === undefined ? null : (
        <Part title={translate('subjectReports.answer')}>
          <Box
            component="pre"
            sx={{ m: 0, fontSize: '0.8rem', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
          >
            {JSON.stringify(answer, null, 2)}
          </Box>
        </Part>
      )}
      {consent === null ? null : (
        <Part title={translate('matches.consent.title')}>
          <Facts
            rows={(
              [
                ['offered', consent.askedAt],
                ['opened', consent.linkOpenedAt],
                ['returned', consent.answeredAt],
              ] as const
            ).map(([name, at]) => [
              translate(`matches.consent.${name}`),
              at === null ? translate('matches.consent.notYet') : <Time key={name} at={at} />,
            ])}
          />
        </Part>
      )}
      <Part title={translate('subjectReports.reveals')}>
        <Lines
          lines={reveals.map(({ at, by, fields }) => [
            at,
            [
              translate(`records.actors.${by}`, { _: by }),
              ...fields.map((field) => translate(`matches.identity.${field}`, { _: field })),
            ].join(', '),
          ])}
        />
      </Part>
      <Part title={translate('subjectReports.told')}>
        <Lines lines={told.map(({ at, application, type }) => [at, `${application}, ${type}`])} />
      </Part>
      <Part title={translate('matches.timeline')}>
        <Lines lines={timeline.map(({ at, meaning }) => [at, meaning])} />
      </Part>
    </Section>
  );
}
