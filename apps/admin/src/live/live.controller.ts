import { Controller, Get, Headers, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { confinementOf } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { Problem } from '../http/problem.js';
import { filterNamesOf } from '../http/query.js';
import { filterOf, MatchFilterQuery } from '../matches/list-matches.query.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { LiveService } from './live.service.js';
import { MatchCountView } from './match-count.view.js';
import { PrismaMatchCount } from './prisma-match-count.js';

const TYPE = 'text/event-stream';

@ApiTags('matches')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/matches')
export class LiveController {
  constructor(
    private readonly live: LiveService,
    private readonly counts: PrismaMatchCount,
  ) {}

  @Get('count')
  @RequirePermission('matches:read', 'match.count')
  @ApiOperation({
    summary: 'How many matches a filter leaves',
    description: 'Filters as in the list. It costs the same however many there are.',
  })
  @ApiResponse({ status: 200, type: MatchCountView })
  async count(@Query() query: MatchFilterQuery, @CurrentAccess() access: Access): Promise<MatchCountView> {
    access.note({ filters: filterNamesOf(query) });
    return this.counts.of({ ...filterOf(query), within: confinementOf(access.principal) });
  }

  @Get('stream')
  @RequirePermission('matches:read', 'match.stream')
  @ApiOperation({
    summary: 'Follow what becomes of matches',
    description:
      'Server-sent events, within seconds and from all instances. `ready`: everything from here on is told. `match`: one was made or changed; its data is a match as the list has it. `reset`: too much was missed, so read the list anew. With the `Last-Event-ID` of the last one it goes on where it was. It ends when the key or the session does.',
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, schema: { type: 'string', example: '1200' } })
  @ApiResponse({ status: 200, content: { [TYPE]: { schema: { type: 'string' } } } })
  @ApiProblems(406)
  async stream(
    @Headers('accept') accept: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @CurrentAccess() access: Access,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | string> {
    if (accept !== undefined && !/text\/event-stream|text\/\*|\*\/\*/.test(accept)) throw notAcceptable();
    const since = indexOf(lastEventId);
    // A proxy that gathers an answer before it passes it on would pass nothing on.
    void reply.header('x-accel-buffering', 'no').type(TYPE);
    // Nobody would hear it, and it would never end.
    if (request.method === 'HEAD') return '';
    return new StreamableFile(await this.live.listen(request, access, since), { type: TYPE });
  }
}

/** null: from now on. */
function indexOf(lastEventId: string | undefined): number | null {
  if (lastEventId === undefined || lastEventId === '') return null;
  if (/^\d{1,15}$/.test(lastEventId)) return Number(lastEventId);
  throw Problem.ofField('Last-Event-ID', 'is not an id of ours', 'Send the id of the last event, unchanged.');
}

const notAcceptable = () =>
  new Problem({
    status: 406,
    code: 'not_acceptable',
    detail: 'What becomes of matches is told as server-sent events: send Accept: text/event-stream.',
  });
