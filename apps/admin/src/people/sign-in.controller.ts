import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Public } from '../access/public.decorator.js';
import { AdminConfig } from '../config/admin-config.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { AUTH_PATH } from './auth-engine.js';
import { checkPassword, missingEmail } from './checked-password.js';
import { InvitationsService } from './invitations.service.js';
import {
  AcceptInvitationBody,
  BackupCodeBody,
  CodeBody,
  OpenInvitationBody,
  SignInBody,
} from './sign-in.bodies.js';
import { type Cookies, SignInService } from './sign-in.service.js';
import { EnrolmentView, JoinedView, SignInMethodsView, SignInStepView } from './sign-in.view.js';

/** How people come in. These routes are open to everybody, and slowed down for who tries in vain. */
@ApiTags('sign-in')
@Public()
@ApiProblems(400, 403, 429, 503)
@Controller(AUTH_PATH.slice(1))
export class SignInController {
  constructor(
    private readonly signIn: SignInService,
    private readonly invitations: InvitationsService,
    private readonly config: AdminConfig,
  ) {}

  @Get('methods')
  @ApiOperation({ summary: 'How one may sign in here' })
  @ApiResponse({ status: 200, type: SignInMethodsView })
  methods(): SignInMethodsView {
    return { sso: this.config.oidc !== undefined };
  }

  @Post('sign-in')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign in by e-mail and password; a code is to follow' })
  @ApiResponse({ status: 200, type: SignInStepView })
  @ApiProblems(401, 413, 415)
  async begin(
    @Body() { email, password }: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInStepView> {
    await this.signIn.refuseForeign(request);
    keep(await this.signIn.withPassword(email, password, request), reply);
    return { next: 'code' };
  }

  @Post('code')
  @HttpCode(200)
  @ApiOperation({ summary: 'The code of the authenticator app' })
  @ApiResponse({ status: 200, type: SignInStepView, description: 'Signed in, by a cookie.' })
  @ApiProblems(401, 413, 415)
  async code(
    @Body() { code }: CodeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInStepView> {
    await this.signIn.refuseForeign(request);
    keep(await this.signIn.withCode(code, request), reply);
    return { next: 'none' };
  }

  @Post('backup-code')
  @HttpCode(200)
  @ApiOperation({ summary: 'A backup code, where the app is out of reach' })
  @ApiResponse({ status: 200, type: SignInStepView, description: 'Signed in, by a cookie.' })
  @ApiProblems(401, 413, 415)
  async backupCode(
    @Body() { code }: BackupCodeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SignInStepView> {
    await this.signIn.refuseForeign(request);
    keep(await this.signIn.withBackupCode(code, request), reply);
    return { next: 'none' };
  }

  @Post('invitation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Open a link: what to put into the authenticator app' })
  @ApiResponse({ status: 200, type: EnrolmentView })
  @ApiProblems(404, 413, 415)
  async open(
    @Body() { token, email }: OpenInvitationBody,
    @Req() request: FastifyRequest,
  ): Promise<EnrolmentView> {
    await this.signIn.refuseForeign(request);
    const { email: known, name, ...enrolment } = await this.invitations.open(token, email, request);
    return { email: known ?? null, name: name ?? null, ...enrolment };
  }

  @Post('invitation/accept')
  @HttpCode(200)
  @ApiOperation({ summary: 'Use a link: choose a password, and prove to have the app' })
  @ApiResponse({ status: 200, type: JoinedView, description: 'Signed in, by a cookie.' })
  @ApiProblems(401, 404, 409, 413, 415)
  async accept(
    @Body() { token, email, name, password, code }: AcceptInvitationBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JoinedView> {
    await this.signIn.refuseForeign(request);
    const { person } = await this.invitations.find(token, request);
    const address = person?.email ?? email ?? missingEmail();
    checkPassword('password', password, [address, name]);
    const wanted = { token, email, name, password, code };
    const { backupCodes, cookies } = await this.invitations.accept(wanted, request);
    keep(cookies, reply);
    return { backupCodes };
  }
}

/** Hands on what better-auth wants the browser to keep. */
export function keep(cookies: Cookies, reply: FastifyReply): void {
  for (const cookie of cookies) void reply.header('set-cookie', cookie);
}
