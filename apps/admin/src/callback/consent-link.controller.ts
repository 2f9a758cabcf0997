import { Controller, Get, Head, Headers, HttpCode, Inject, Logger, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DQE_OPTIONS, type ResolvedDqeIdmobileOptions } from 'nestjs-dqe-idmobile';
import { Public } from '../access/public.decorator.js';
import { SkipRateLimit } from '../access/skip-rate-limit.decorator.js';
import { ConsentLinks } from '../matches/consent-links.js';
import { ApiPage } from './api-page.decorator.js';
import { showPage, tellBrowser } from './answer-browser.js';
import { BrowserCookie } from './browser-cookie.js';
import { CONSENT_PATH } from './callback-path.js';
import { PrismaConsentSessions } from './prisma-consent-sessions.js';

/** The way to the operator through us: from then on, only a browser that came this way may come back. */
@ApiTags('callback')
@Public()
// As for the callback: a handle cannot be guessed, and customers share addresses.
@SkipRateLimit()
@Controller(CONSENT_PATH)
export class ConsentLinkController {
  private readonly logger = new Logger(ConsentLinkController.name);

  constructor(
    private readonly links: ConsentLinks,
    private readonly sessions: PrismaConsentSessions,
    private readonly cookie: BrowserCookie,
    @Inject(DQE_OPTIONS) private readonly options: ResolvedDqeIdmobileOptions,
  ) {}

  @Head(':handle')
  @HttpCode(204)
  @ApiOperation({ summary: 'Looks, and binds nothing' })
  @ApiParam({ name: 'handle', type: String, description: 'As in `consent.link` of a match.' })
  @ApiResponse({ status: 204, description: 'Always.' })
  look(): void {
    // nothing to say
  }

  @Get(':handle')
  @ApiOperation({
    summary: 'The browser goes to the operator',
    description:
      'Gives the browser a cookie, without which this match’s callback is refused from then on, and sends it to the operator’s page. Once the match has ended: as the callback.',
  })
  @ApiParam({ name: 'handle', type: String, description: 'As in `consent.link` of a match.' })
  @ApiResponse({ status: 303, description: 'To the operator’s page, or to the caller’s once it has ended.' })
  @ApiPage(200, 'A page: it is done, or almost.')
  @ApiPage(404, 'A page: the link is unknown.')
  @ApiPage(410, 'A page: the session has expired.')
  @ApiPage(503, 'A page: come again in a moment.')
  async open(
    @Param('handle') handle: string,
    @Headers('accept-language') language: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const now = this.options.clock.now();
    const matchId = this.links.matchIdOf(handle);
    try {
      const session = matchId === null ? null : await this.sessions.visit(matchId, new Date(now));
      if (session === null) showPage(reply, 'unknown', language);
      else if (session.status !== 'consent_pending') tellBrowser(reply, session, language);
      else {
        const seconds = Math.ceil((session.expiresAt.getTime() - now) / 1000);
        void reply
          .header('set-cookie', this.cookie.given(session.matchId, seconds))
          .redirect(session.url, 303);
      }
    } catch (error) {
      this.logger.error({ msg: 'A consent link could not be followed', err: error });
      showPage(reply, 'unavailable', language);
    }
  }
}
