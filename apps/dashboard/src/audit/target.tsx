import { Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import { RecordLink } from '../records/record-link.tsx';
import type { AccessEvent } from './access-event.ts';

/** What an access was about; a match is a way to its page. */
export function Target({ target }: Pick<AccessEvent, 'target'>) {
  const translate = useTranslate();
  if (target === null) return null;
  const { type, id } = target;
  const name = translate(`audit.targets.${type}`, { _: type });
  if (id === null) return name;
  return (
    <Box component="span" title={id} sx={{ whiteSpace: 'nowrap' }}>
      {type === 'match' ? <RecordLink to={`/matches/${id}/show`}>{name}</RecordLink> : name}{' '}
      <Box component="code" sx={{ color: 'text.secondary' }}>
        {id.length > 12 ? `…${id.slice(-8)}` : id}
      </Box>
    </Box>
  );
}
