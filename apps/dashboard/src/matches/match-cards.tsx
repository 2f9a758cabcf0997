import { Box, CardActionArea, Divider, Typography } from '@mui/material';
import { useListContext, useTranslate } from 'ra-core';
import { Fragment } from 'react';
import { Link } from 'react-router-dom';
import { useFormat } from '../i18n/use-format.ts';
import { EmptyList } from '../layout/empty-list.tsx';
import { type Match, verdictThatHolds } from './match.ts';
import { StatusChip } from './status-chip.tsx';
import { VerdictChip } from './verdict-chip.tsx';

/** The list on a phone. */
export function MatchCards() {
  const translate = useTranslate();
  const format = useFormat();
  const { data = [], isPending } = useListContext<Match>();
  if (!isPending && data.length === 0) return <EmptyList text={translate('matches.none')} />;
  return (
    <Box>
      {data.map((match) => {
        const verdict = verdictThatHolds(match);
        return (
          <Fragment key={match.id}>
            <CardActionArea component={Link} to={`/matches/${match.id}/show`} sx={{ p: 1.5 }}>
              <Box sx={{ display: 'flex', justifyContent: 'space-between', gap: 1 }}>
                <Typography sx={{ fontFamily: 'ui-monospace, monospace' }}>{match.number}</Typography>
                <Typography variant="body2" color="textSecondary">
                  {format.relative(match.createdAt)}
                </Typography>
              </Box>
              <Typography variant="body2" color="textSecondary" sx={{ mb: 0.75 }}>
                {[match.operator, format.country(match.country), match.reference].filter(Boolean).join(' · ')}
              </Typography>
              <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.75 }}>
                <StatusChip status={match.status} />
                {verdict === null ? null : (
                  <VerdictChip verdict={verdict} byPerson={match.review?.override != null} />
                )}
              </Box>
            </CardActionArea>
            <Divider />
          </Fragment>
        );
      })}
    </Box>
  );
}
