import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { validate as isUuid } from 'uuid';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { checkPassword } from './checked-password.js';
import { MeService } from './me.service.js';
import { SessionNotFoundError } from './person-errors.js';
import { MeView, sessionViewOf } from './person.view.js';
import { sessionOf } from './session-principal-source.js';
import { keep } from './sign-in.controller.js';
import { ChangePasswordBody } from './sign-in.bodies.js';

/** Whoever asks, about themselves. */
@ApiTags('me')
@RequiresApiKey()
@ApiProblems(429, 503)
@Controller('api/v1/me')
export class MeController {
  constructor(private readonly service: MeService) {}

  @Get()
  @RequirePermission('account:own', 'account.view')
  @ApiOperation({ summary: 'Who I am, and what I may do' })
  @ApiResponse({ status: 200, type: MeView })
  async show(@Req() request: FastifyRequest, @CurrentAccess() { principal }: Access): Promise<MeView> {
    const { person, sessions } = await this.service.of(principal);
    const { kind, id, label, roles, permissions } = principal;
    return {
      ...{ kind, id, name: label, email: person?.email ?? null, roles, permissions: [...permissions] },
      sessions: sessions.map((session) => sessionViewOf(session, sessionOf(request)?.id)),
    };
  }

  @Delete('sessions/:id')
  @HttpCode(204)
  @RequirePermission('account:own', 'session.revoke')
  @ApiOperation({ summary: 'End one of my sessions', description: 'Holds at once, in all instances.' })
  @ApiResponse({ status: 204, description: 'It opens nothing any more.' })
  @ApiProblems(404)
  async endOne(@Param('id') id: string, @CurrentAccess() access: Access): Promise<void> {
    if (!isUuid(id)) throw new SessionNotFoundError();
    await this.service.end(id.toLowerCase(), access);
  }

  @Post('sign-out')
  @HttpCode(204)
  @RequirePermission('account:own', 'session.end')
  @ApiOperation({ summary: 'End the session I am in' })
  @ApiResponse({ status: 204, description: 'Signed out.' })
  @ApiProblems(400, 404, 413, 415)
  async signOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    keep(await this.service.signOut(request), reply);
  }

  @Post('password')
  @HttpCode(204)
  @RequirePermission('account:own', 'person.password')
  @ApiOperation({
    summary: 'Change my password',
    description: 'All sessions end, and a new one begins in this browser.',
  })
  @ApiResponse({ status: 204, description: 'Changed.' })
  @ApiProblems(400, 404, 413, 415)
  async changePassword(
    @Body() { currentPassword, newPassword }: ChangePasswordBody,
    @Req() request: FastifyRequest,
    @CurrentAccess() { principal }: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { person } = await this.service.of(principal);
    if (person === null) throw new SessionNotFoundError();
    checkPassword('newPassword', newPassword, [person.email, person.name]);
    keep(await this.service.changePassword(currentPassword, newPassword, request), reply);
  }
}
