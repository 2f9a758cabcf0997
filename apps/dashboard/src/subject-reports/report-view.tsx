import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { ReportFiles } from './report-files.tsx';
import { ReportedMatchSection } from './reported-match-section.tsx';
import type { MadeReport } from './subject-report.ts';

/** The report to be read, match by match, and to be handed over. */
export function ReportView({ wanted, report }: MadeReport) {
  const translate = useTranslate();
  const format = useFormat();
  const { number, generatedAt, matches, relationships, holds } = report;
  return (
    <>
      <Section title={translate('subjectReports.report')}>
        <Facts
          rows={[
            [translate('erasures.number'), number],
            [translate('subjectReports.generatedAt'), <Time key="at" at={generatedAt} />],
            [translate('subjectReports.matches'), format.number(matches.length)],
          ]}
        />
        <ReportFiles {...{ wanted, report }} />
      </Section>
      {matches.map((match) => (
        <ReportedMatchSection key={match.id} match={match} />
      ))}
      {relationships.length === 0 ? null : (
        <Section title={translate('relationships.title')}>
          <Facts
            rows={relationships.map(({ application, endedAt }) => [
              application ?? translate('records.everything'),
              endedAt === null ? (
                translate('relationships.goesOn')
              ) : (
                <>
                  {translate('relationships.endedAt')} <Time at={endedAt} />
                </>
              ),
            ])}
          />
        </Section>
      )}
      {holds.map(({ since, until, reason }) => (
        <Section key={since} title={translate('subjectReports.hold')}>
          <Facts
            rows={[
              [translate('holds.createdAt'), <Time key="since" at={since} />],
              [
                translate('holds.until'),
                until === null ? translate('holds.open') : <Time key="until" at={until} />,
              ],
              [translate('forms.reason'), reason],
            ]}
          />
        </Section>
      ))}
    </>
  );
}
