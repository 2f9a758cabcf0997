import { Box, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { Failure } from '../layout/failure.tsx';
import { Section } from '../layout/section.tsx';
import type { Match, MatchEvent } from './match.ts';
import { useTimeline } from './use-match.ts';

/** Every step, when it was, and how long it took. */
export function TimelineSection({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const { data: events = [], error } = useTimeline(match);
  return (
    <Section title={translate('matches.timeline')}>
      {error === null ? (
        <Box
          component="ol"
          sx={{
            ...{ listStyle: 'none', m: 0, p: 0, display: 'grid', columnGap: 2, rowGap: 0.75 },
            gridTemplateColumns: { xs: 'max-content 1fr', sm: 'max-content 1fr max-content' },
          }}
        >
          {events.map((event, index) => (
            <Step key={event.id} event={event} first={index === 0} />
          ))}
        </Box>
      ) : (
        <Failure error={error} />
      )}
    </Section>
  );
}

function Step({ event: { type, at, durationMs, data }, first }: { event: MatchEvent; first: boolean }) {
  const translate = useTranslate();
  const format = useFormat();
  const text =
    data['accepted'] === false
      ? translate('matches.refused')
      : translate(`matches.events.${type}`, { _: type });
  return (
    <Box component="li" sx={{ display: 'contents' }}>
      <Typography
        component="time"
        dateTime={at}
        title={format.dateTime(at)}
        variant="body2"
        color="textSecondary"
      >
        {first ? format.dateTime(at) : format.clock(at)}
      </Typography>
      <Typography variant="body2">{text}</Typography>
      <Typography
        variant="body2"
        color="textSecondary"
        sx={{ textAlign: { sm: 'right' }, gridColumn: { xs: 2, sm: 3 } }}
      >
        {durationMs === null ? '' : format.duration(Math.round(durationMs))}
      </Typography>
    </Box>
  );
}
