import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import type { Match } from './match.ts';

export function FactsSection({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Section title={translate('matches.facts')}>
      <Facts
        rows={[
          [translate('matches.fields.createdAt'), <Time key="created" at={match.createdAt} />],
          [
            translate('matches.fields.settledAt'),
            match.settledAt === null ? null : <Time key="settled" at={match.settledAt} relative={false} />,
          ],
          [translate('matches.fields.number'), match.number],
          [translate('matches.fields.country'), format.country(match.country)],
          [translate('matches.fields.operator'), match.operator],
          [translate('matches.fields.reference'), match.reference],
          [translate('matches.fields.policy'), match.verdict?.policy],
          [translate('matches.fields.id'), match.id],
        ]}
      />
    </Section>
  );
}
