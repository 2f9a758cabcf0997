import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal } from '../../access/current.decorators.js';
import type { Principal } from '../../access/principal.js';
import { Public } from '../../access/public.decorator.js';
import { RequirePermission } from '../../access/require-permission.decorator.js';
import { checkedId } from '../../http/checked-id.js';
import { Problem } from '../../http/problem.js';
import { NoQuery } from '../../http/no-query.decorator.js';
import { ApiProblems } from '../../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../../openapi/requires-api-key.decorator.js';
import { EvidenceKeys } from '../keys/evidence-keys.js';
import { noCheckpoint, noMatch } from './evidence-problems.js';
import { CheckpointQuery, ConsistencyQuery, MatchEvidenceQuery } from './evidence.queries.js';
import { EvidenceService } from './evidence.service.js';
import { ConsistencyView, evidenceViewOf, MatchEvidenceView } from './evidence.view.js';

const DEFAULT_LIMIT = 200;
const TEXT = 'text/plain; charset=utf-8';

@ApiTags('evidence')
@ApiProblems(400, 429, 503)
@Controller('api/v1/evidence')
export class EvidenceController {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly keys: EvidenceKeys,
  ) {}

  @Get('key')
  @NoQuery()
  @Public()
  @Header('content-type', TEXT)
  @ApiOperation({
    summary: 'The keys checkpoints are signed by',
    description:
      'C2SP verifier keys, one a line, the newest first. Get them by another way, too: who could swap the log could swap them.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  key(): string {
    return this.keys.verifierKeys.map((key) => `${key}\n`).join('');
  }

  @Get('checkpoint')
  @Public()
  @Header('content-type', TEXT)
  @ApiOperation({
    summary: 'The latest checkpoint, or an older one',
    description:
      'A signed note as C2SP `tlog-checkpoint` has it. Save one now and then where we cannot reach it.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiProblems(404)
  async checkpoint(@Query() { size }: CheckpointQuery): Promise<string> {
    const note = await this.evidence.checkpoint(size ?? null);
    if (note === null) throw noCheckpoint();
    return note;
  }

  @Get('matches/:id')
  @RequiresApiKey()
  @RequirePermission('matches:read', 'match.evidence')
  @ApiOperation({
    summary: 'The events of a match, each with the proof that it is in the log',
    description:
      'Its timeline, and for who may read the access log, every access to it. A match that was purged is known by its leaves.',
  })
  @ApiResponse({ status: 200, type: MatchEvidenceView })
  @ApiProblems(404)
  async match(
    @Param('id') id: string,
    @Query() { limit = DEFAULT_LIMIT, after = -1, since }: MatchEvidenceQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<MatchEvidenceView> {
    const matchId = checkedId(id, 'a match');
    const found = await this.evidence.ofMatch(matchId, principal, { limit, after, since });
    if (found === null) throw noMatch();
    return evidenceViewOf(matchId, found);
  }

  @Get('consistency')
  @RequiresApiKey()
  @RequirePermission('audit:read', 'evidence.consistency')
  @ApiOperation({ summary: 'That the log only grew between two sizes' })
  @ApiResponse({ status: 200, type: ConsistencyView })
  async consistency(@Query() { from, to }: ConsistencyQuery): Promise<ConsistencyView> {
    if (to !== undefined && from > to) {
      throw Problem.ofField('from', 'is larger than to', 'Send the smaller size as from.');
    }
    return this.evidence.consistency(from, to ?? null);
  }
}
