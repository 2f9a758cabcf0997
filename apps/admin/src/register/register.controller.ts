import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentPrincipal } from '../access/current.decorators.js';
import { confinementOf, type Principal } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { answerPage, ApiDocument, DocumentQuery } from '../documents/document.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { registerPage } from './register-page.js';
import { RegisterService } from './register.service.js';
import { RegisterView } from './register.view.js';

@ApiTags('register')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/register')
export class RegisterController {
  constructor(private readonly register: RegisterService) {}

  @Get()
  @RequirePermission('subjects:read', 'register.view')
  @ApiOperation({
    summary: 'The register of processing',
    description: 'GDPR Art. 30, from the configuration as it is. A key sees what is of its application.',
  })
  @ApiDocument(RegisterView)
  async show(
    @Query() { language = 'en', format = 'json' }: DocumentQuery,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RegisterView | string> {
    const register = await this.register.make(language, confinementOf(principal));
    return format === 'html' ? answerPage(reply, registerPage(register)) : register;
  }
}
