import DownloadIcon from '@mui/icons-material/FileDownloadOutlined';
import { Box, Button, CircularProgress, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { saveBlob } from '../api/save-as.ts';
import { useFormat } from '../i18n/use-format.ts';
import { Facts } from '../layout/facts.tsx';
import { Failure } from '../layout/failure.tsx';
import { Section } from '../layout/section.tsx';
import { type Evidence, evidenceOf, proofBundle } from './evidence.ts';
import type { Match } from './match.ts';

/** Milliseconds: the log takes events in within seconds. */
const WHILE_PENDING = 2_000;

/** Whether what happened is in the log that proves itself, and where; with the proofs to take along. */
export function EvidenceSection({ match }: { readonly match: Match }) {
  const translate = useTranslate();
  const format = useFormat();
  const { data, error } = useQuery({
    queryKey: ['matches', 'evidence', match.id, match.status, match.review],
    queryFn: ({ signal }) => evidenceOf(match.id, signal),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ pending }) => pending) ? WHILE_PENDING : false,
  });
  if (data === undefined) {
    return (
      <Section title={translate('matches.evidence.title')}>
        {error === null ? (
          <CircularProgress size={20} aria-label={translate('ra.page.loading')} />
        ) : (
          <Failure error={error} />
        )}
      </Section>
    );
  }
  const own = ownOf(data);
  const proven = own.filter(({ pending }) => !pending);
  const places = proven.flatMap(({ index }) => (index === null ? [] : [index]));
  const accesses = data.items.length - own.length;
  return (
    <Section title={translate('matches.evidence.title')}>
      <Typography variant="body2" sx={{ mb: 1.5 }}>
        {translate(proven.length < own.length ? 'matches.evidence.pending' : 'matches.evidence.proven', {
          proven: format.number(proven.length),
          all: format.number(own.length),
        })}{' '}
        {accesses > 0 ? translate('matches.evidence.accesses', { count: format.number(accesses) }) : ''}
      </Typography>
      <Facts
        rows={[
          [translate('matches.evidence.places'), places.length === 0 ? null : rangesOf(places)],
          [translate('matches.evidence.size'), format.number(data.size)],
          [translate('matches.evidence.origin'), data.checkpoint?.split('\n')[0]],
        ]}
      />
      <Box sx={{ mt: 1.5 }}>
        <Button
          size="small"
          variant="outlined"
          startIcon={<DownloadIcon />}
          disabled={proven.length === 0}
          onClick={() =>
            void proofBundle(match.id).then((blob) => saveBlob(blob, `evidence-${match.id}.json`))
          }
        >
          {translate('matches.evidence.download')}
        </Button>
      </Box>
      <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1 }}>
        {translate('matches.evidence.check')}
      </Typography>
    </Section>
  );
}

/** The events of the match itself: to look at it is an access, so that there is always one that is not in the log yet. */
const ownOf = (evidence: Evidence | undefined) =>
  evidence?.items.filter(({ type }) => type.startsWith('match.')) ?? [];

/** 3, 4, 5, 9 → "3–5, 9" */
function rangesOf(places: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const place of [...places].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === place - 1) last[1] = place;
    else ranges.push([place, place]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ');
}
