import { Controller, Get, HttpCode, Logger, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/public.decorator.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { AUTH_PATH } from './auth-engine.js';
import { keep } from './sign-in.controller.js';
import { SignInService } from './sign-in.service.js';
import { SsoStartView } from './sign-in.view.js';
import { SsoService } from './sso.service.js';

/** Single sign-on: there, and back. */
@ApiTags('sign-in')
@Public()
@ApiProblems(429, 503)
@Controller(AUTH_PATH.slice(1))
export class SsoController {
  readonly #logger = new Logger('SingleSignOn');

  constructor(
    private readonly signIn: SignInService,
    private readonly sso: SsoService,
  ) {}

  @Post('sso')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begin at the OpenID provider', description: 'With PKCE, state and nonce.' })
  @ApiResponse({ status: 200, type: SsoStartView })
  @ApiProblems(400, 403, 404, 413, 415, 502)
  async begin(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SsoStartView> {
    await this.signIn.refuseForeign(request);
    const { url, cookies } = await this.sso.begin(request);
    keep(cookies, reply);
    return { url };
  }

  @Get('callback/oidc')
  @ApiOperation({ summary: 'Where the OpenID provider sends the browser back to' })
  @ApiResponse({ status: 302, description: 'To the sign-in page: signed in, by a cookie, or not.' })
  @ApiProblems(404)
  async back(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    this.sso.refuseUnset();
    let cookies: readonly string[] = [];
    let page: `/${string}` = '/sign-in#sso=refused';
    try {
      const came = await this.sso.back(request);
      cookies = came.cookies;
      if (came.in) page = '/sign-in';
    } catch (error) {
      // A person with a browser is better off on a page of ours than with an error of the API.
      this.#logger.error({ msg: 'A way back from the OpenID provider failed', err: error });
    }
    keep(cookies, reply);
    void reply.status(302).header('location', this.sso.address(page));
  }
}
