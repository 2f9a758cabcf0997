import { Controller, Get, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../access/public.decorator.js';
import { AdminConfig } from '../config/admin-config.js';
import { PublicUrl } from '../http/public-url.js';
import { VERSION } from '../package-root.js';
import { cookieNames, cookieValues } from '../people/auth-cookies.js';
import { OfferedPersonas } from './offered-personas.js';
import type { Persona } from './offered-personas.js';

export interface ServiceInfo {
  readonly sandbox: boolean;
  readonly version: string;
  readonly personas: readonly Persona[];
  /** Whether the browser brings the cookie of a session; it may be over. The cookie itself is hidden from scripts. */
  readonly session: boolean;
}

/** Tells the dashboard (static files) what runs here. */
@ApiExcludeController()
@Public()
@Controller('start.json')
export class ServiceInfoController {
  readonly #config: AdminConfig;
  readonly #offered: OfferedPersonas;
  readonly #publicUrl: PublicUrl;

  constructor(config: AdminConfig, offered: OfferedPersonas, publicUrl: PublicUrl) {
    this.#config = config;
    this.#offered = offered;
    this.#publicUrl = publicUrl;
  }

  @Get()
  show(@Req() { headers }: FastifyRequest): ServiceInfo {
    const { session } = cookieNames(this.#publicUrl.base);
    return {
      sandbox: this.#config.sandbox,
      version: VERSION,
      personas: this.#offered.personas,
      session: cookieValues(headers.cookie, session).length > 0,
    };
  }
}
