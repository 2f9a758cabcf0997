import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { OUTCOMES, type Outcome } from '../access/access-event.js';
import { ACTION_NAMES, type Action } from '../access/actions.js';
import { APPLICATION, type Actor } from '../access/principal.js';
import { Instant, instantOf, PageQuery } from '../http/query.js';
import { ACTOR_KINDS } from './access-event.view.js';
import type { AccessFilter } from './prisma-access-reader.js';

const ACTOR = new RegExp(`^(?:${ACTOR_KINDS.join('|')})(?::[\\w-]{1,64})?$`);

export class ListEventsQuery extends PageQuery {
  @Instant('At or after; UTC unless it says.')
  from?: string;

  @Instant('Before; UTC unless it says.')
  to?: string;

  @ApiPropertyOptional({ type: String, description: 'A kind, or a kind and an id.', example: 'bootstrap' })
  @IsOptional()
  @Matches(ACTOR, { context: { remedy: `Send one of ${ACTOR_KINDS.join(', ')}, or e.g. key:ID.` } })
  actor?: string;

  @ApiPropertyOptional({ enum: ACTION_NAMES })
  @IsOptional()
  @IsIn(ACTION_NAMES, { context: { remedy: `Send one of ${ACTION_NAMES.join(', ')}.` } })
  action?: Action;

  @ApiPropertyOptional({ enum: OUTCOMES })
  @IsOptional()
  @IsIn(OUTCOMES, { context: { remedy: `Send one of ${OUTCOMES.join(', ')}.` } })
  outcome?: Outcome;

  @ApiPropertyOptional({ type: String, description: 'Id of what it was about, such as that of a match.' })
  @IsOptional()
  @Matches(/^[\w-]{1,64}$/, { context: { remedy: 'Send an id as this service gave it.' } })
  target?: string;

  @ApiPropertyOptional({ type: String, description: 'Of the actor.', example: 'default' })
  @IsOptional()
  @Matches(APPLICATION, { context: { remedy: 'Send the name of an application such as shop.' } })
  application?: string;
}

export function filterOf(query: ListEventsQuery): AccessFilter {
  const { from, to, actor, action, outcome, target, application } = query;
  const [kind, id] = (actor ?? '').split(':') as [Actor['kind'], string | undefined];
  return {
    ...{ action, outcome, application, target: target?.toLowerCase() },
    from: from === undefined ? undefined : instantOf(from),
    to: to === undefined ? undefined : instantOf(to),
    actor: actor === undefined ? undefined : { kind, id },
  };
}
