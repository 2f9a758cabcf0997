import { Alert, Button, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import type { Match, MatchEvent } from './match.ts';
import { useTimeline } from './use-match.ts';

/** What is on record of the consent: offered, link, opened, returned. Nothing is shown where none was asked for. */
export function ConsentSection({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const { data: events = [] } = useTimeline(match);
  const offered = events.find(({ type }) => type === 'consent_opened');
  if (offered === undefined && match.consent === null) return null;
  const opened = events.filter(({ type }) => type === 'consent_link_opened');
  const returned = events.filter(({ type }) => type === 'callback_received');
  return (
    <Section title={translate('matches.consent.title')}>
      <Pending match={match} />
      <Facts
        rows={[
          [translate('matches.consent.offered'), offered && <Time at={offered.at} relative={false} />],
          [translate('matches.consent.opened'), <Times key="opened" events={opened} />],
          [translate('matches.consent.returned'), <Times key="returned" events={returned} />],
        ]}
      />
    </Section>
  );
}

function Pending({ match: { consent } }: { readonly match: Match }) {
  const translate = useTranslate();
  const format = useFormat();
  if (consent === null || !/^https?:/.test(consent.link)) return null;
  return (
    <Alert severity="info" icon={false} sx={{ mb: 2 }}>
      <Typography variant="body2" sx={{ mb: 1 }}>
        {translate('matches.consent.pending', { until: format.dateTime(consent.expiresAt) })}
      </Typography>
      <Button variant="contained" href={consent.link} rel="noreferrer">
        {translate('matches.consent.go')}
      </Button>
    </Alert>
  );
}

function Times({ events }: { readonly events: readonly MatchEvent[] }) {
  const translate = useTranslate();
  if (events.length === 0) return translate('matches.consent.notYet');
  return events.map(({ id, at, data }) => (
    <div key={id}>
      <Time at={at} relative={false} />
      {data['accepted'] === false ? ` · ${translate('matches.refused')}` : ''}
    </div>
  ));
}
