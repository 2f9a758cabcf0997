import { Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { whoAmI } from '../access/me.ts';

export interface ActorIdentity {
  readonly kind: string;
  readonly id: string | null;
}

/** Who did something: what they are, and their number. Names of people are for who manages them. */
export function Actor({ actor }: { readonly actor: ActorIdentity | null }) {
  const translate = useTranslate();
  const { data: me } = useQuery({ queryKey: ['me'], queryFn: whoAmI });
  if (actor === null) return null;
  const isMe = me !== undefined && actor.id === me.id;
  return (
    <Box component="span" title={actor.id ?? undefined}>
      {isMe ? translate('records.you') : translate(`records.actors.${actor.kind}`, { _: actor.kind })}
      {actor.id === null || isMe || actor.kind === 'bootstrap' ? null : (
        <Box component="code" sx={{ ml: 0.75, color: 'text.secondary' }}>
          {shortOf(actor.id)}
        </Box>
      )}
    </Box>
  );
}

/** The end of an id tells more than its beginning, which is the time. */
const shortOf = (id: string) => (id.length > 12 ? `…${id.slice(-8)}` : id);
