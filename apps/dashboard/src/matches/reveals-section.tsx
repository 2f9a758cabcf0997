import { Box, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { Failure } from '../layout/failure.tsx';
import { Section } from '../layout/section.tsx';
import { Actor } from '../records/actor.tsx';
import { Time } from '../layout/time.tsx';
import type { Match } from './match.ts';

interface RevealRecord {
  readonly id: string;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly fields: readonly string[];
  readonly reason: string | null;
}

/** Who has seen personal data of this match, what and why. */
export function RevealsSection({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const { data, error } = useQuery({
    queryKey: ['matches', 'reveals', match.id],
    queryFn: ({ signal }) =>
      call<{ items: readonly RevealRecord[] }>('GET', `matches/${match.id}/reveals`, { signal }),
  });
  return (
    <Section title={translate('matches.reveals.title')}>
      {error === null ? null : <Failure error={error} />}
      {data?.items.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {translate('matches.reveals.none')}
        </Typography>
      ) : null}
      <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 1.25 }}>
        {data?.items.map(({ id, at, actor, fields, reason }) => (
          <li key={id}>
            <Typography variant="body2">
              <Time at={at} />
            </Typography>
            <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: 'anywhere' }}>
              <Actor actor={actor} />
            </Typography>
            <Typography variant="body2">
              {fields.map((field) => translate(`matches.identity.${field}`)).join(', ')}
              {reason === null ? '' : ` – ${reason}`}
            </Typography>
          </li>
        ))}
      </Box>
    </Section>
  );
}
