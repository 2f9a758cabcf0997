import { Controller, Get, Head, Headers, HttpCode, Logger, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { type CompletionResult, MatchingService } from 'nestjs-dqe-idmobile';
import { Public } from '../access/public.decorator.js';
import { SkipRateLimit } from '../access/skip-rate-limit.decorator.js';
import { ApiPage } from './api-page.decorator.js';
import { showPage, type Standing, tellBrowser } from './answer-browser.js';
import { BrowserBinding } from './browser-binding.js';
import { BrowserCookie } from './browser-cookie.js';
import { CALLBACK_PATH } from './callback-path.js';

/** Where DQE sends the customer's browser back. What it brings is a hint; the result is fetched from DQE. */
@ApiTags('callback')
@Public()
// By address, customers behind one network would share a budget, and be stranded on their way back. A state cannot be
// guessed, so there is nothing to slow down.
@SkipRateLimit()
@Controller(CALLBACK_PATH)
export class CallbackController {
  private readonly logger = new Logger(CallbackController.name);

  constructor(
    private readonly matching: MatchingService,
    private readonly binding: BrowserBinding,
    private readonly cookie: BrowserCookie,
  ) {}

  /** Scanners of links ask like this; only a browser that comes to stay may use up the state. */
  @Head()
  @HttpCode(204)
  @ApiOperation({ summary: 'Looks, and uses up nothing' })
  @ApiResponse({ status: 204, description: 'Always.' })
  look(): void {
    // nothing to say
  }

  @Get()
  @ApiOperation({
    summary: 'The browser comes back from the operator',
    description:
      'Fetches the result from DQE, then sends the browser to `returnUrl` with `matchId` and `status`, or shows a page. Whoever comes again changes nothing, and is told the same.',
  })
  @ApiQuery({ name: 'state', type: String, required: true, description: 'Ours; works once.' })
  @ApiQuery({ name: 'token', type: String, required: false, description: 'Of DQE; never passed on.' })
  @ApiQuery({ name: 'status', type: String, required: false, description: 'Of DQE; decides nothing.' })
  @ApiResponse({ status: 303, description: 'To the caller’s page.' })
  @ApiPage(200, 'A page: it is done, or almost.')
  @ApiPage(403, 'A page: another browser went to the operator through our link. The state stays unused.')
  @ApiPage(404, 'A page: the state is unknown.')
  @ApiPage(410, 'A page: the session has expired.')
  @ApiPage(503, 'A page: come again in a moment.')
  async callback(
    @Query() query: Record<string, unknown>,
    @Headers('accept-language') language: string | undefined,
    @Headers('cookie') cookies: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    try {
      if (!(await this.binding.admits(query, cookies))) {
        showPage(reply, 'other_browser', language);
        return;
      }
      const standing = standingOf(await this.matching.complete(query));
      if (standing === null) {
        showPage(reply, 'unknown', language);
        return;
      }
      const { matchId } = standing;
      if (this.cookie.isIn(cookies, matchId)) void reply.header('set-cookie', this.cookie.taken(matchId));
      tellBrowser(reply, standing, language);
    } catch (error) {
      // A person is waiting. The state was not used up, so coming again is all it takes.
      this.logger.error({ msg: 'A callback could not be taken', err: error });
      showPage(reply, 'unavailable', language);
    }
  }
}

/** @returns null where the state is none of ours */
function standingOf(result: CompletionResult): Standing | null {
  if (result.outcome !== 'refused') return { ...result, status: result.outcome };
  return result.matchId === null ? null : result;
}
