import { Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { whoAmI } from '../access/me.ts';
import { usePermitted } from '../access/use-permitted.ts';
import { nameOf } from './actor-names.ts';

export interface ActorIdentity {
  readonly kind: string;
  readonly id: string | null;
}

/** Who did something: what they are called, for who may know that, or else what they are; and their number. */
export function Actor({ actor }: { readonly actor: ActorIdentity | null }) {
  const translate = useTranslate();
  const { data: me } = useQuery({ queryKey: ['me'], queryFn: whoAmI });
  const name = useNameOf(actor);
  if (actor === null) return null;
  const isMe = me !== undefined && actor.id === me.id;
  return (
    <Box component="span" title={actor.id ?? undefined}>
      {isMe
        ? translate('records.you')
        : (name ?? translate(`records.actors.${actor.kind}`, { _: actor.kind }))}
      {actor.id === null || isMe || !hasName(actor) ? null : (
        <Box component="code" sx={{ ml: 0.75, color: 'text.secondary' }}>
          {shortOf(actor.id)}
        </Box>
      )}
    </Box>
  );
}

/** People and keys: the others are what they are called. */
const hasName = ({ kind }: ActorIdentity): boolean => kind === 'person' || kind === 'key';

function useNameOf(actor: ActorIdentity | null): string | null | undefined {
  const permitted = usePermitted('actors:read');
  const id = actor?.id ?? null;
  const { data } = useQuery({
    queryKey: ['actors', id],
    queryFn: () => nameOf(id ?? ''),
    enabled: permitted && id !== null && actor !== null && hasName(actor),
    staleTime: 300_000,
  });
  return data;
}

/** The end of an id tells more than its beginning, which is the time. */
const shortOf = (id: string) => (id.length > 12 ? `…${id.slice(-8)}` : id);
